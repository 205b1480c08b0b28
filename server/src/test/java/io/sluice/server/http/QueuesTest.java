package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.http.LiveServer.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues over HTTP. */
class QueuesTest {
    private LiveServer server;

    @BeforeEach
    void open() throws IOException {
        server = LiveServer.open();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldTellWhatANewQueueHas() {
        Reply queue = server.sendBody("PATCH", "/v1/queues/q", "{}");

        assertEquals(
                "200 {'name':'q','limits':[],'groupLimits':[],'uses':[],'concurrency':null,'groupConcurrency':null,"
                        + "'lease':30000,'attempts':5,'backoff':1000,'maxBackoff':600000,'keep':300000,'maxLength':null,"
                        + "'ttl':null,'paused':false,'queued':0,'delayed':0,'running':0,'dead':0,'completed':0,"
                        + "'oldest':null,'next':0,'submitted':0,'cancelled':0,'expired':0,'forgotten':0}",
                queue.text());
        assertEquals(queue.text(), server.get("/v1/queues/q").text());
    }

    @Test
    void shouldChangeWhatIsNamedAndClearWhatIsNull() {
        server.sendBody("PUT", "/v1/limits/api", "{'rate':'9/1s'}");
        server.sendBody(
                "PATCH",
                "/v1/queues/q",
                "{'limits':['250/60s','10/1s'],'groupLimits':['5/250us'],'uses':['api'],'concurrency':7,"
                        + "'groupConcurrency':2,'lease':'1ms','attempts':1,'backoff':0,'maxBackoff':0,'keep':0,"
                        + "'maxLength':1000,'ttl':'1500001us'}");

        Reply cleared = server.sendBody(
                "PATCH",
                "/v1/queues/q",
                "{'limits':null,'groupLimits':[],'uses':null,'concurrency':null,'maxLength':null,'ttl':null,'lease':'2s'}");

        assertEquals("[]", cleared.at("/limits").toString());
        assertEquals("[]", cleared.at("/groupLimits").toString());
        assertEquals("[]", cleared.at("/uses").toString());
        assertTrue(cleared.at("/concurrency").isNull());
        assertTrue(cleared.at("/maxLength").isNull());
        assertTrue(cleared.at("/ttl").isNull());
        assertEquals(2_000, cleared.at("/lease").intValue());
        assertEquals(2, cleared.at("/groupConcurrency").intValue());
        assertEquals(1, cleared.at("/attempts").intValue());
        assertEquals(0, cleared.at("/keep").intValue());
    }

    @Test
    void shouldTellWhatWasSet() {
        server.sendBody("PUT", "/v1/limits/api", "{'rate':'9/1s'}");

        Reply queue = server.sendBody(
                "PATCH",
                "/v1/queues/q",
                "{'limits':['250/60s','10/1s'],'groupLimits':['5/250us'],'uses':['api'],'maxLength':1000,"
                        + "'ttl':'1500001us'}");

        assertEquals("[\"250/60s\",\"10/1s\"]", queue.at("/limits").toString());
        assertEquals("[\"5/250us\"]", queue.at("/groupLimits").toString());
        assertEquals("[\"api\"]", queue.at("/uses").toString());
        assertEquals(1_000, queue.at("/maxLength").intValue());
        assertEquals(1_501, queue.at("/ttl").intValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'limits':'1/1s'}",
                "{'limits':['1']}",
                "{'limits':['0/1s']}",
                "{'groupLimits':['100001/1s']}",
                "{'uses':['a b']}",
                "{'concurrency':0}",
                "{'concurrency':1073741825}",
                "{'groupConcurrency':-1}",
                "{'lease':null}",
                "{'attempts':null}",
                "{'attempts':65536}",
                "{'attempts':99999999999999999999}",
                "{'lease':'1us'}",
                "{'backoff':'9999d'}",
                "{'maxLength':0}",
                "{'ttl':0}",
                "{'name':'other'}",
                "{'maxlen':1}",
                "[]"
            })
    void shouldRefuseSettingsThatAreWrong(String body) {
        Reply refused = server.sendBody("PATCH", "/v1/queues/q", body);

        assertEquals(400, refused.status());
        assertEquals("ERR", refused.code());
        assertEquals(404, server.get("/v1/queues/q").status());
    }

    @Test
    void shouldRefuseALimitThatIsNotThere() {
        Reply refused = server.sendBody("PATCH", "/v1/queues/q", "{'uses':['api']}");

        assertEquals(404, refused.status());
        assertEquals("NOLIMIT", refused.code());
    }

    @Test
    void shouldPauseAndResume() {
        server.post("/v1/queues/q/tasks", "{'payload':'x'}");

        assertTrue(server.send("POST", "/v1/queues/q/pause").at("/paused").booleanValue());
        assertEquals(
                "200 {'leases':[]}",
                server.post("/v1/claims", "{'queues':['q']}").text());
        assertEquals("200 {'next':-1}", server.get("/v1/queues/q/next").text());
        assertEquals("paused", server.get("/v1/tasks/@1").at("/why").textValue());
        assertEquals(
                "false", server.post("/v1/queues/q/resume", "{}").at("/paused").toString());
        assertEquals(
                1, server.post("/v1/claims", "{'queues':['q']}").at("/leases").size());
    }

    @Test
    void shouldPeekRetryAndPurge() {
        server.post("/v1/queues/q/tasks/batch", "{'tasks':[{'payload':'1'},{'payload':'2'},{'payload':'3'}]}");
        server.post("/v1/claims", "{'queues':['q'],'count':2}");
        server.post("/v1/tasks/@1/fail", "{'token':1,'dead':true}");
        server.post("/v1/tasks/@2/fail", "{'token':2,'dead':true}");

        assertEquals("200 {'ids':['@3']}", server.get("/v1/queues/q/tasks").text());
        assertEquals(
                "200 {'ids':['@1']}",
                server.get("/v1/queues/q/tasks?state=DEAD&count=1").text());
        assertEquals(
                "200 {'retried':1}",
                server.post("/v1/queues/q/retry", "{'count':1}").text());
        assertEquals(
                "200 {'retried':1}", server.send("POST", "/v1/queues/q/retry").text());
        assertEquals(
                "200 {'purged':0}",
                server.post("/v1/queues/q/purge", "{'state':'dead'}").text());
        assertEquals(
                "200 {'purged':3}", server.send("POST", "/v1/queues/q/purge").text());
        assertEquals(3, server.get("/v1/queues/q").at("/forgotten").intValue());
    }

    @Test
    void shouldTellWhenOneMoreCouldStart() {
        server.sendBody("PATCH", "/v1/queues/q", "{'limits':['1/10s'],'groupLimits':['1/60s']}");
        server.post("/v1/queues/q/tasks", "{'payload':'x','group':'g'}");
        server.post("/v1/claims", "{'queues':['q']}");

        assertEquals("200 {'next':10000}", server.get("/v1/queues/q/next").text());
        assertEquals(
                "200 {'next':60000}", server.get("/v1/queues/q/next?group=g").text());
        server.advance(Duration.ofSeconds(10));
        assertEquals("200 {'next':0}", server.get("/v1/queues/q/next").text());
        assertEquals(400, server.get("/v1/queues/q/next?group=a%20b").status());
    }

    @Test
    void shouldRefuseASubmitToAFullQueue() {
        server.sendBody("PATCH", "/v1/queues/q", "{'maxLength':1}");
        server.post("/v1/queues/q/tasks", "{'payload':'x'}");

        Reply refused = server.post("/v1/queues/q/tasks", "{'payload':'x'}");

        assertEquals(429, refused.status());
        assertEquals("FULL", refused.code());
        assertEquals("1", refused.header("retry-after"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/queues/q",
        "POST, /v1/queues/q/pause",
        "POST, /v1/queues/q/resume",
        "GET, /v1/queues/q/tasks",
        "POST, /v1/queues/q/retry",
        "POST, /v1/queues/q/purge",
        "GET, /v1/queues/q/next"
    })
    void shouldSayThatThereIsNoSuchQueue(String method, String path) {
        Reply refused = server.send(method, path);

        assertEquals(404, refused.status());
        assertEquals("NOQUEUE", refused.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?state=done", "?count=0", "?count=1025", "?count=x", "?order=x"})
    void shouldRefuseAPeekThatIsWrong(String query) {
        server.sendBody("PATCH", "/v1/queues/q", "{}");

        assertEquals(400, server.get("/v1/queues/q/tasks" + query).status());
    }

    @Test
    void shouldListMoreQueuesThanAreAskedAtOnce() {
        for (int i = 0; i < 600; i++) {
            server.engine().queue("q" + i).apply().join();
        }

        Reply queues = server.get("/v1/queues");

        assertEquals(600, queues.at("/queues").size());
        assertEquals("q599", queues.at("/queues/599/name").textValue());
    }
}
