package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.http.LiveServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks over HTTP, from submit to end. */
class TasksTest {
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
    void shouldTakeATaskFromSubmitToEnd() {
        assertEquals(
                "200 {'id':'a'}",
                server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a'}").text());

        Reply claimed = server.post("/v1/claims", "{'queues':['q']}");

        assertEquals("a", claimed.at("/leases/0/id").textValue());
        assertEquals("x", claimed.at("/leases/0/payload").textValue());
        long token = claimed.at("/leases/0/token").longValue();
        assertEquals(
                "200 {'state':'completed'}",
                server.post("/v1/tasks/a/complete", "{'token':" + token + ",'result':'done'}")
                        .text());
        Reply task = server.get("/v1/tasks/a");
        assertEquals("completed", task.at("/state").textValue());
        assertEquals("done", task.at("/result").textValue());
    }

    @Test
    void shouldTakeBytesOfAnyKind() {
        server.post("/v1/queues/q/tasks", "{'payloadBase64':'/wD+','id':'a'}");

        Reply claimed = server.post("/v1/claims", "{'queues':['q']}");
        server.post("/v1/tasks/a/complete", "{'token':1,'resultBase64':'gA=='}");

        assertEquals("/wD+", claimed.at("/leases/0/payloadBase64").textValue());
        assertTrue(claimed.at("/leases/0/payload").isMissingNode());
        assertEquals("gA==", server.get("/v1/tasks/a").at("/resultBase64").textValue());
    }

    @Test
    void shouldTakeEveryOptionOfASubmit() {
        server.post(
                "/v1/queues/q/tasks",
                "{'payload':'x','id':'a','priority':2,'delay':'5s','group':'g','attempts':3,'lease':'1m','ttl':60000,"
                        + "'keep':'1h','nx':true}");

        Reply task = server.get("/v1/tasks/a");

        assertEquals("delayed", task.at("/state").textValue());
        assertEquals(2, task.at("/priority").intValue());
        assertEquals("g", task.at("/group").textValue());
        assertEquals(3, task.at("/attempts").intValue());
        assertEquals(
                5_000_000, task.at("/due").longValue() - task.at("/submitted").longValue());
        server.advance(Duration.ofSeconds(5));
        Reply claimed = server.post("/v1/claims", "{'queues':['q']}");
        assertEquals(
                60_000_000,
                claimed.at("/leases/0/deadline").longValue()
                        - claimed.at("/leases/0/started").longValue());
        assertEquals("g", claimed.at("/leases/0/group").textValue());
    }

    @Test
    void shouldTakeADueTimeInMilliseconds() {
        long due = 1_600_000_000_000L;

        server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a','at':" + due + "}");

        assertEquals(due * 1_000, server.get("/v1/tasks/a").at("/due").longValue());
    }

    @Test
    void shouldGiveTheSameTaskForTheSameIdempotencyKey() {
        String path = "/v1/queues/q/tasks";

        Reply first = server.sendWith("POST", path, "{'payload':'x'}", "Idempotency-Key", "k1");
        Reply again = server.sendWith("POST", path, "{'payload':'x'}", "Idempotency-Key", "k1");
        Reply named = server.sendWith("POST", path, "{'payload':'x','id':'a'}", "Idempotency-Key", "k1");

        assertEquals("200 {'id':'k1'}", first.text());
        assertEquals("200 {'id':'k1'}", again.text());
        assertEquals("200 {'id':'a'}", named.text());
        assertEquals(2, server.get("/v1/queues/q").at("/submitted").intValue());
    }

    @Test
    void shouldTakeOrRefuseEachTaskOfABatchByItself() {
        Reply reply = server.post(
                "/v1/queues/q/tasks/batch",
                "{'tasks':[{'payload':'x','id':'a'},{'payload':'x','priority':10},{'payload':'x','id':'a','nx':true},"
                        + "{'payload':'" + "x".repeat(LiveServer.MAX_PAYLOAD_LENGTH + 1) + "'},{'payload':'y'}]}");

        JsonNode results = reply.at("/results");
        assertEquals("a", results.at("/0/id").textValue());
        assertEquals(
                "priority must be 0 to 9, was 10",
                results.at("/1/error/message").textValue());
        assertEquals("DUPLICATE", results.at("/2/error/code").textValue());
        assertEquals("TOOBIG", results.at("/3/error/code").textValue());
        assertEquals("@2", results.at("/4/id").textValue());
        assertEquals(2, server.get("/v1/queues/q").at("/submitted").intValue());
    }

    @ParameterizedTest
    @CsvSource({"0, 400", "1, 200", "1000, 200", "1001, 400"})
    void shouldTakeBatchesOfSomeLengths(int tasks, int status) {
        String body = "{'tasks':[" + String.join(",", Collections.nCopies(tasks, "{'payload':'x'}")) + "]}";

        Reply reply = server.post("/v1/queues/q/tasks/batch", body);

        assertEquals(status, reply.status());
        assertEquals(status == 200 ? tasks : 0, reply.at("/results").size());
    }

    @ParameterizedTest
    @CsvSource({"1000, 200", "1001, 413"})
    void shouldTakePayloadsUpToTheLongest(int length, int status) {
        Reply reply = server.post("/v1/queues/q/tasks", "{'payload':'" + "x".repeat(length) + "'}");

        assertEquals(status, reply.status());
    }

    @Test
    void shouldSayWhatIsWrongWithASubmit() {
        String path = "/v1/queues/q/tasks";

        assertEquals("payload must be there", server.post(path, "{}").message());
        assertEquals(
                "only one of payload and payloadBase64 may be there",
                server.post(path, "{'payload':'x','payloadBase64':'eA=='}").message());
        assertEquals(
                "payload must be a text, was '7'",
                server.post(path, "{'payload':7}").message());
        assertEquals(
                "unknown member 'prio'",
                server.post(path, "{'payload':'x','prio':1}").message());
        assertEquals(
                "nx must be true or false, was 'yes'",
                server.post(path, "{'payload':'x','nx':'yes'}").message());
        assertEquals(
                "only one of delay and at may be there",
                server.post(path, "{'payload':'x','delay':1,'at':1}").message());
        assertEquals(
                "priority must be a whole number, was '1.5'",
                server.post(path, "{'payload':'x','priority':1.5}").message());
        assertTrue(
                server.post(path, "{'payload':'x','delay':'soon'}").message().startsWith("delay must be a duration"));
        assertTrue(server.post(path, "{'payloadBase64':'?'}")
                .message()
                .startsWith("payloadBase64 must be bytes in Base64"));
        assertEquals(400, server.post(path, "{'payload':'x','at':-1}").status());
        assertEquals(400, server.post(path, "{'payload':'x','id':'@7'}").status());
        assertEquals(
                400, server.post("/v1/queues/a%20b/tasks", "{'payload':'x'}").status());
        assertEquals("200 {'queues':[]}", server.get("/v1/queues").text());
    }

    @Test
    void shouldClaimAsManyAsAreWanted() {
        server.post("/v1/queues/q/tasks/batch", "{'tasks':[{'payload':'1'},{'payload':'2'},{'payload':'3'}]}");

        Reply claimed = server.post("/v1/claims", "{'queues':['none','q'],'count':2,'lease':'5s'}");

        assertEquals(2, claimed.at("/leases").size());
        assertEquals("1", claimed.at("/leases/0/payload").textValue());
        assertEquals("2", claimed.at("/leases/1/payload").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'queues':[]}",
                "{'queues':'q'}",
                "{'queues':[7]}",
                "{'queues':['a b']}",
                "{}",
                "{'queues':['q'],'count':0}",
                "{'queues':['q'],'count':1025}",
                "{'queues':['q'],'wait':'60001ms'}",
                "{'queues':['q'],'wait':'9999999d'}",
                "{'queues':['q'],'wait':-1}",
                "{'queues':['q'],'lease':0}",
                "{'queues':['q'],'priority':1}"
            })
    void shouldRefuseAClaimThatIsWrong(String body) {
        Reply refused = server.post("/v1/claims", body);

        assertEquals(400, refused.status());
        assertEquals("ERR", refused.code());
    }

    @Test
    void shouldAnswerAClaimThatWaitsWhenATaskComes() {
        CompletableFuture<Reply> waiting = server.send("POST", "/v1/claims", "{\"queues\":[\"q\"],\"wait\":\"60s\"}");

        server.post("/v1/queues/q/tasks", "{'payload':'x'}");

        assertEquals("x", waiting.join().at("/leases/0/payload").textValue());
    }

    @Test
    void shouldAnswerAClaimThatWaitsWhenTheTimeIsOver() {
        server.sendBody("PATCH", "/v1/queues/q", "{}");
        CompletableFuture<Reply> waiting = server.send("POST", "/v1/claims", "{\"queues\":[\"q\"],\"wait\":\"60s\"}");
        while (!waiting.isDone()) {
            server.advance(Duration.ofSeconds(60));
        }

        assertEquals("200 {'leases':[]}", waiting.join().text());
    }

    @Test
    void shouldGiveUpAClaimWhoseClientGoesAway() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.post("/v1/claims", "{\"queues\":[\"q\"],\"wait\":\"60s\"}");
            client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        // Whoever waits gets the task first. It may come before the server hears that the client is gone, and goes back
        // then.
        server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a'}");
        Reply claimed = server.post("/v1/claims", "{'queues':['q'],'wait':'20s'}");

        assertEquals("a", claimed.at("/leases/0/id").textValue());
        assertEquals(1, claimed.at("/leases/0/attempt").intValue());
    }

    @Test
    void shouldFailATask() {
        server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a'}");
        server.post("/v1/claims", "{'queues':['q']}");

        Reply failed = server.post("/v1/tasks/a/fail", "{'token':1,'error':'mailbox full','delay':'1s'}");

        assertEquals("200 {'state':'delayed'}", failed.text());
        Reply task = server.get("/v1/tasks/a");
        assertEquals("mailbox full", task.at("/error").textValue());
        assertEquals("delay", task.at("/why").textValue());
        server.advance(Duration.ofSeconds(1));
        server.post("/v1/claims", "{'queues':['q']}");
        assertEquals(
                "200 {'state':'dead'}",
                server.post("/v1/tasks/a/fail", "{'token':'2','dead':true}").text());
    }

    @Test
    void shouldReleaseAndExtend() {
        server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a'}");
        Reply claimed = server.post("/v1/claims", "{'queues':['q']}");
        long deadline = claimed.at("/leases/0/deadline").longValue();

        Reply extended = server.post("/v1/tasks/a/extend", "{'token':1,'lease':'60s'}");
        Reply own = server.post("/v1/tasks/a/extend", "{'token':1}");
        Reply released = server.post("/v1/tasks/a/release", "{'token':1,'delay':'10s'}");

        assertEquals(deadline + 30_000_000, extended.at("/deadline").longValue());
        assertEquals(deadline, own.at("/deadline").longValue());
        assertEquals("200 {'state':'delayed'}", released.text());
    }

    @Test
    void shouldRefuseAStaleToken() {
        server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a'}");
        server.post("/v1/claims", "{'queues':['q']}");

        for (String verb : new String[] {"complete", "fail", "release", "extend"}) {
            Reply refused = server.post("/v1/tasks/a/" + verb, "{'token':7}");

            assertEquals(409, refused.status());
            assertEquals("STALE", refused.code());
            assertEquals(
                    "token must be there",
                    server.post("/v1/tasks/a/" + verb, "{}").message());
            assertEquals(404, server.post("/v1/tasks/b/" + verb, "{'token':7}").status());
        }
        assertEquals("running", server.get("/v1/tasks/a").at("/state").textValue());
    }

    @Test
    void shouldCancel() {
        server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a/b c'}".replace(" ", ""));

        assertEquals(
                "200 {'cancelled':true}",
                server.send("POST", "/v1/tasks/a%2Fbc/cancel").text());
        assertEquals(
                "200 {'cancelled':false}",
                server.post("/v1/tasks/a%2Fbc/cancel", "{}").text());
        assertEquals("NOTASK", server.send("POST", "/v1/tasks/zz/cancel").code());
        assertEquals(400, server.post("/v1/tasks/a%2Fbc/cancel", "{'x':1}").status());
    }

    @Test
    void shouldAwaitTheEndOfATask() {
        server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a'}");
        CompletableFuture<Reply> waiting = server.send("GET", "/v1/tasks/a?wait=60s", null);

        server.send("POST", "/v1/tasks/a/cancel");

        assertEquals("cancelled", waiting.join().at("/state").textValue());
        assertEquals(404, server.get("/v1/tasks/zz?wait=1s").status());
        assertEquals(404, server.get("/v1/tasks/zz").status());
        assertEquals(400, server.get("/v1/tasks/a?wait=61s").status());
        assertEquals(
                "unknown parameter 'wiat'", server.get("/v1/tasks/a?wiat=1s").message());
        assertEquals(
                "wait may be there once",
                server.get("/v1/tasks/a?wait=1s&wait=2s").message());
    }

    @Test
    void shouldSayThatATaskIsNotFinalInTime() {
        server.post("/v1/queues/q/tasks", "{'payload':'x','id':'a'}");

        Reply reply = server.get("/v1/tasks/a?wait=0");

        assertEquals(204, reply.status());
        assertNull(reply.header("content-length"));
    }
}
