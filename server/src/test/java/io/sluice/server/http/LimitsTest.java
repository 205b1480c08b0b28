package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Durability;
import io.sluice.server.access.Access;
import io.sluice.server.http.LiveServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits over HTTP. */
class LimitsTest {
    @TempDir
    private Path directory;

    private LiveServer server;

    @BeforeEach
    void open() throws IOException {
        server = LiveServer.open(
                Access.open(), settings -> settings.durability(Durability.ASYNC).directory(directory));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldSetAndTellALimit() {
        Reply set = server.sendBody("PUT", "/v1/limits/api", "{'rate':'3/10s','guard':'1s'}");

        assertEquals("200 {'name':'api','shared':true,'rates':['3/10s'],'guard':1000,'used':[0],'next':0}", set.text());
        assertEquals(set.text(), server.get("/v1/limits/api").text());
    }

    @Test
    void shouldListSharedLimitsAndThenThoseOfQueues() {
        server.sendBody("PATCH", "/v1/queues/q", "{'limits':['1/1s','5/10s']}");
        server.sendBody("PATCH", "/v1/queues/free", "{}");
        server.sendBody("PUT", "/v1/limits/api", "{'rate':'3/10s'}");

        Reply limits = server.get("/v1/limits");

        assertEquals(2, limits.at("/limits").size());
        assertEquals("api", limits.at("/limits/0/name").textValue());
        assertEquals("q", limits.at("/limits/1/name").textValue());
        assertTrue(limits.at("/limits/0/shared").booleanValue());
        assertFalse(limits.at("/limits/1/shared").booleanValue());
        assertEquals("[0,0]", limits.at("/limits/1/used").toString());
    }

    @Test
    void shouldDelete() {
        server.sendBody("PUT", "/v1/limits/api", "{'rate':'3/10s'}");

        assertEquals(
                "200 {'deleted':true}", server.send("DELETE", "/v1/limits/api").text());
        assertEquals(
                "200 {'deleted':false}", server.send("DELETE", "/v1/limits/api").text());
        assertEquals("NOLIMIT", server.get("/v1/limits/api").code());
    }

    @Test
    void shouldTakeAndHold() {
        server.sendBody("PUT", "/v1/limits/api", "{'rate':'3/10s'}");

        assertEquals(
                "200 {'granted':true,'remaining':1,'retryAfter':0}",
                server.post("/v1/limits/api/take", "{'count':2}").text());
        assertEquals(
                "200 {'granted':false,'remaining':1,'retryAfter':10000}",
                server.post("/v1/limits/api/take", "{'count':2}").text());
        assertEquals(
                "200 {'granted':false,'remaining':1,'retryAfter':-1}",
                server.post("/v1/limits/api/take", "{'count':4}").text());
        Reply held = server.post("/v1/limits/api/hold", "{'duration':'30s'}");
        assertEquals(30_000, held.at("/next").intValue());
        assertEquals(
                "duration must be there",
                server.post("/v1/limits/api/hold", "{}").message());
        assertEquals(404, server.post("/v1/limits/zz/take", "{}").status());
    }

    @Test
    void shouldAnswerATakeThatWaitsWhenTheLimitOpens() {
        server.sendBody("PUT", "/v1/limits/api", "{'rate':'1/10s'}");
        server.send("POST", "/v1/limits/api/take");
        CompletableFuture<Reply> waiting = server.send("POST", "/v1/limits/api/take", "{\"wait\":\"60s\"}");
        while (!waiting.isDone()) {
            server.advance(Duration.ofSeconds(10));
        }

        assertTrue(waiting.join().at("/granted").booleanValue());
    }

    @Test
    void shouldAudit() {
        server.sendBody("PATCH", "/v1/queues/q", "{'limits':['2/1s']}");
        server.post("/v1/queues/q/tasks/batch", "{'tasks':[{'payload':'1'},{'payload':'2'},{'payload':'3'}]}");
        Reply claimed = server.post("/v1/claims", "{'queues':['q'],'count':3}");
        long started = claimed.at("/leases/0/started").longValue();

        assertEquals(2, claimed.at("/leases").size());
        assertEquals(
                "200 {'audits':[{'rate':'2/1s','most':2,'since':" + started + "}]}",
                server.get("/v1/limits/q/audit").text());
        assertEquals(
                "200 {'audits':[{'rate':'2/1s','most':0,'since':null}]}",
                server.get("/v1/limits/q/audit?since=" + (started / 1_000 + 1)).text());
        assertEquals(400, server.get("/v1/limits/q/audit?since=-1").status());
        assertEquals(404, server.get("/v1/limits/zz/audit").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'rate':7}",
                "{'rate':'x'}",
                "{'rate':'10000001/1s'}",
                "{'rate':'1/1s','guard':'soon'}",
                "{'rate':'1/3650d','guard':'1us'}",
                "{'rate':'1/1s','count':1}"
            })
    void shouldRefuseALimitThatIsWrong(String body) {
        assertEquals(400, server.sendBody("PUT", "/v1/limits/api", body).status());
        assertEquals(404, server.get("/v1/limits/api").status());
    }

    @Test
    void shouldRefuseALimitThatNoQueueCouldName() {
        assertEquals(
                400,
                server.sendBody("PUT", "/v1/limits/none", "{'rate':'1/1s'}").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'count':0}", "{'count':10000001}", "{'wait':'61s'}", "{'starts':1}"})
    void shouldRefuseATakeThatIsWrong(String body) {
        server.sendBody("PUT", "/v1/limits/api", "{'rate':'3/10s'}");

        assertEquals(400, server.post("/v1/limits/api/take", body).status());
        assertEquals("[0]", server.get("/v1/limits/api").at("/used").toString());
    }
}
