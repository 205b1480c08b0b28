package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private static final String LONGEST_NAME = "n".repeat(128);

    private StubEngine engine;
    private RespClient client;

    @BeforeEach
    void open() throws IOException {
        engine = new StubEngine(10);
        client = engine.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        engine.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SUBMIT q xyz | submit q id= priority=5 attempts=0 delay=0 at=0 lease=-1 keep=-1 nx=false size=3 group= ttl=-1
        submit q x id a priority 9 delay 5s attempts 2 lease 1m keep 0 nx | submit q id=a priority=9 attempts=2 delay=5000000000 at=0 lease=60000000000 keep=0 nx=true size=1 group= ttl=-1
        SUBMIT q x GROUP a:b/c TTL 250us | submit q id= priority=5 attempts=0 delay=0 at=0 lease=-1 keep=-1 nx=false size=1 group=a:b/c ttl=250000
        SUBMIT q x AT 1700000000000 | submit q id= priority=5 attempts=0 delay=0 at=1700000000000000000 lease=-1 keep=-1 nx=false size=1 group= ttl=-1
        CLAIM q | claim q count=1 wait=0 lease=-1
        CLAIM q r s COUNT 1024 LEASE 1s | claim q r s count=1024 wait=0 lease=1000000000
        CLAIM count count 2 | claim count count=2 wait=0 lease=-1
        COMPLETE @1 9 | complete @1 9 result=
        COMPLETE @1 9223372036854775807 RESULT ok | complete @1 9223372036854775807 result=ok
        FAIL @1 9 | fail @1 9 error= delay=-1 dead=false
        FAIL @1 9 ERROR bad DELAY 1s DEAD | fail @1 9 error=bad delay=1000000000 dead=true
        RELEASE @1 9 | release @1 9 delay=0
        RELEASE @1 9 DELAY 20 | release @1 9 delay=20000000
        EXTEND @1 9 | extend @1 9 lease=-1
        EXTEND @1 9 LEASE 1ms | extend @1 9 lease=1000000
        CANCEL @1 | cancel @1
        TASK @1 | task @1
        SNAPSHOT | snapshot
        WAITSYNC | sync
        """)
    void shouldTellTheEngineWhatWasSaid(String command, String call) throws Exception {
        client.call(command.split(" "));

        assertEquals(call, engine.nextCall());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOSUCH",
                "GET q",
                "MULTI",
                "SUBSCRIBE q",
                "CLIENT TRACKING ON",
                "CLIENT MAINT_NOTIFICATIONS ON",
                "SUBMIT",
                "SUBMIT q",
                "SUBMIT q x y",
                "SUBMIT q x ID",
                "SUBMIT q x ID @1",
                "SUBMIT q x ID a ID b",
                "SUBMIT q x NX NX",
                "SUBMIT q x DELAY 1s AT 1",
                "SUBMIT q x DELAY -1",
                "SUBMIT q x DELAY soon",
                "SUBMIT q x DELAY 3651d",
                "SUBMIT q x AT -1",
                "SUBMIT q x AT now",
                "SUBMIT q x PRIORITY 10",
                "SUBMIT q x PRIORITY -1",
                "SUBMIT q x PRIORITY high",
                "SUBMIT q x ATTEMPTS 0",
                "SUBMIT q x ATTEMPTS 65536",
                "SUBMIT q x LEASE 0",
                "SUBMIT q x LEASE 999us",
                "SUBMIT q x KEEP -1",
                "SUBMIT q x GROUP",
                "SUBMIT q x GROUP g#",
                "SUBMIT q x GROUP g GROUP g",
                "SUBMIT q x TTL",
                "SUBMIT q x TTL 0",
                "SUBMIT q x TTL -1",
                "SUBMIT q x TTL none",
                "SUBMIT q x TTL 3651d",
                "SUBMIT q# x",
                "CLAIM",
                "CLAIM q#",
                "CLAIM q COUNT",
                "CLAIM q COUNT 0",
                "CLAIM q COUNT 1025",
                "CLAIM q COUNT x",
                "CLAIM q WAIT",
                "CLAIM q WAIT x",
                "CLAIM q WAIT 3651d",
                "CLAIM q LEASE 0",
                "CLAIM q COUNT 1 q",
                "CLAIM q COUNT 1 COUNT 1",
                "COMPLETE",
                "COMPLETE @1",
                "COMPLETE @1 x",
                "COMPLETE @1 1 RESULT",
                "COMPLETE @1 1 x",
                "COMPLETE @1 1 x y",
                "FAIL @1",
                "FAIL @1 1 DELAY",
                "FAIL @1 1 DELAY x",
                "FAIL @1 1 DELAY 3651d",
                "FAIL @1 1 DEAD DEAD",
                "FAIL @1 1 REASON x",
                "RELEASE @1",
                "RELEASE @1 x",
                "RELEASE @1 1 DELAY x",
                "RELEASE @1 1 DELAY 3651d",
                "EXTEND @1",
                "EXTEND @1 1 LEASE 0",
                "EXTEND @1 1 LEASE 3651d",
                "CANCEL",
                "CANCEL a b",
                "TASK",
                "TASK a b",
                "AWAIT @1",
                "AWAIT @1 x",
                "AWAIT @1 3651d",
                "AWAIT @1 1 1",
                "PING a b",
                "ECHO",
                "ECHO a b",
                "SELECT",
                "SELECT x",
                "SELECT 1",
                "HELLO x",
                "HELLO 3 AUTH default",
                "HELLO 3 SETNAME",
                "HELLO 3 NOSUCH",
                "AUTH",
                "AUTH secret",
                "AUTH a b c",
                "TIME x",
                "RESET x",
                "CLIENT",
                "CLIENT NOSUCH",
                "CLIENT ID x",
                "CLIENT SETNAME",
                "CLIENT SETINFO NOSUCH x",
                "CLIENT NO-EVICT",
                "CLIENT NO-EVICT maybe",
                "CLIENT REPLY maybe",
                "CLIENT KILL",
                "CLIENT KILL ID x",
                "CLIENT KILL 127.0.0.1:1",
                "COMMAND NOSUCH",
                "CONFIG",
                "CONFIG GET",
                "CONFIG SET a b",
                "SNAPSHOT now",
                "WAITSYNC now"
            })
    void shouldRefuseWhatIsWrongAndChangeNothing(String command) throws Exception {
        Object answer = client.call(command.split(" "));

        assertTrue(answer.toString().startsWith("-ERR "), answer.toString());
        assertTrue(answer.toString().length() > "-ERR 1234567890".length(), answer.toString());
        assertEquals("PONG", client.call("PING"));
        assertNull(engine.calls.poll());
    }

    @Test
    void shouldTakeNamesAndIdsUpToTheirLongest() throws Exception {
        assertEquals(LONGEST_NAME, client.call("SUBMIT", LONGEST_NAME, "x", "ID", LONGEST_NAME, "GROUP", LONGEST_NAME));
        engine.nextCall();

        assertTrue(client.call("SUBMIT", LONGEST_NAME + "n", "x").toString().startsWith("-ERR "));
        assertTrue(client.call("SUBMIT", "q", "x", "ID", LONGEST_NAME + "n")
                .toString()
                .startsWith("-ERR "));
        assertTrue(client.call("TASK", LONGEST_NAME + "n").toString().startsWith("-ERR "));
        assertTrue(client.call("SUBMIT", "", "x").toString().startsWith("-ERR "));
        assertTrue(client.call("SUBMIT", "q", "x", "ID", "").toString().startsWith("-ERR "));
        assertTrue(client.call("SUBMIT", "q", "x", "GROUP", LONGEST_NAME + "n")
                .toString()
                .startsWith("-ERR "));
        assertTrue(client.call("SUBMIT", "q", "x", "GROUP", "a b").toString().startsWith("-ERR a name is 1 to 128 "));
        assertTrue(client.call("SUBMIT", "q", "x", "GROUP", "").toString().startsWith("-ERR "));
        assertTrue(client.call("TASK", "").toString().startsWith("-ERR "));
        assertNull(engine.calls.poll());
    }

    @Test
    void shouldClaimFromTheMostQueuesAndNoMore() throws Exception {
        List<String> words = new ArrayList<>(List.of("CLAIM"));
        for (int i = 0; i < 64; i++) {
            words.add("q");
        }

        assertEquals(List.of(), client.call(words.toArray(String[]::new)));
        words.add("q");
        assertTrue(client.call(words.toArray(String[]::new)).toString().startsWith("-ERR "));
    }

    @Test
    void shouldAnswerAClaim() throws Exception {
        client.call("SUBMIT", "q", "payload", "ID", "a");

        Object leases = client.call("CLAIM", "q");

        List<Object> lease = new ArrayList<>(
                List.of("a", 1_001L, "payload", "q", 1L, 1_700_000_000_000_002L, 1_700_000_030_000_002L));
        lease.add(null);
        assertEquals(List.of(lease), leases);
    }

    @Test
    void shouldTellTheGroupWithALeaseAndATask() throws Exception {
        client.call("SUBMIT", "q", "payload", "ID", "a", "GROUP", "user-7");

        Map<Object, Object> task = RespClient.pairs(client.call("TASK", "a"));
        List<?> leases = (List<?>) client.call("CLAIM", "q");

        assertEquals("user-7", task.get("group"));
        assertEquals("user-7", ((List<?>) leases.get(0)).get(7));
    }

    @Test
    void shouldTellAQueuedTask() throws Exception {
        client.call("SUBMIT", "q", "payload", "ID", "a");

        Map<Object, Object> task = RespClient.pairs(client.call("TASK", "a"));

        assertEquals(
                List.of(
                        "id",
                        "queue",
                        "state",
                        "priority",
                        "group",
                        "attempt",
                        "attempts",
                        "submitted",
                        "due",
                        "started",
                        "deadline",
                        "finished",
                        "token",
                        "position",
                        "eta",
                        "why",
                        "error",
                        "result",
                        "size"),
                List.copyOf(task.keySet()));
        assertEquals("queued", task.get("state"));
        assertEquals(1_700_000_000_000_001L, task.get("submitted"));
        assertEquals(0L, task.get("position"));
        assertEquals("ready", task.get("why"));
        assertEquals(7L, task.get("size"));
        for (String absent : List.of("group", "due", "started", "deadline", "finished", "token", "error", "result")) {
            assertNull(task.get(absent), absent);
        }
    }

    @Test
    void shouldTellACompletedTaskToWhoeverAwaitsIt() throws Exception {
        client.call("SUBMIT", "q", "payload", "ID", "a");
        client.call("CLAIM", "q");
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("AWAIT", "a", "1h"));
            while (!engine.nextCall().startsWith("await")) {
                Thread.onSpinWait();
            }

            assertEquals(1L, client.call("COMPLETE", "a", "1001", "RESULT", "done"));

            Map<Object, Object> task = RespClient.pairs(waiter.answer());
            assertEquals("completed", task.get("state"));
            assertEquals("done", task.get("result"));
            assertEquals(1_001L, task.get("token"));
            assertEquals(1_700_000_030_000_002L, task.get("finished"));
            assertNull(task.get("deadline"));
            assertNull(task.get("position"));
            assertNull(task.get("eta"));
        }
    }

    @Test
    void shouldRefuseWithACode() throws Exception {
        assertEquals("-NOTASK no task has this id", client.call("COMPLETE", "nobody", "1"));
        assertEquals(
                "-FULL the queue holds as many waiting tasks as its MAXLEN allows", client.call("SUBMIT", "full", "x"));
    }

    @Test
    void shouldSpeakResp3AfterHello() throws Exception {
        Map<?, ?> hello = assertInstanceOf(Map.class, client.call("HELLO", "3", "SETNAME", "me"));

        assertEquals(3L, hello.get("proto"));
        assertEquals("me", client.call("CLIENT", "GETNAME"));
        assertNull(client.call("TASK", "nobody"));
        assertInstanceOf(Map.class, client.call("QUEUE", "GET", "q"));
        assertInstanceOf(List.class, client.call("HELLO", "2"));
    }

    @Test
    void shouldRefuseOtherProtocolsAndUsers() throws Exception {
        assertTrue(client.call("HELLO", "4").toString().startsWith("-NOPROTO "));
        assertTrue(client.call("HELLO", "3", "AUTH", "me", "secret").toString().startsWith("-WRONGPASS "));
        assertTrue(client.call("AUTH", "me", "secret").toString().startsWith("-WRONGPASS "));
        assertEquals("OK", client.call("AUTH", "default", "secret"));
        assertInstanceOf(List.class, client.call("HELLO", "2", "AUTH", "default", "secret"));
    }

    @Test
    void shouldAnswerSmallTalk() throws Exception {
        assertEquals("PONG", client.call("ping"));
        assertEquals("hi", client.call("PING", "hi"));
        assertEquals("hi", client.call("Echo", "hi"));
        assertEquals("OK", client.call("SELECT", "0"));
        assertEquals("RESET", client.call("RESET"));
        assertEquals(2, ((List<?>) client.call("TIME")).size());
        assertEquals(1L, client.call("CLIENT", "ID"));
        assertEquals("OK", client.call("CLIENT", "SETINFO", "LIB-NAME", "lib"));
        assertTrue(client.call("CLIENT", "INFO").toString().contains("lib-name=lib"));
        assertEquals(List.of("save", ""), client.call("CONFIG", "GET", "save"));
        assertEquals(
                List.of("max-memory", Long.toString(StubEngine.MAX_MEMORY)),
                client.call("CONFIG", "GET", "max-memory"));
        assertEquals(List.of(), client.call("CONFIG", "GET", "nosuch"));
    }

    @Test
    void shouldTellHowTheServerStands() throws Exception {
        String info = client.call("INFO").toString();

        assertTrue(info.contains("redis_version:7"), info);
        assertTrue(info.contains("\r\nloading:0\r\n"), info);
        assertTrue(info.contains("\r\ndurability:fsync\r\n"), info);
        assertTrue(info.contains("\r\nlimits:2\r\n"), info);
        assertTrue(info.contains("\r\nmaxmemory:" + StubEngine.MAX_MEMORY + "\r\n"), info);
        assertTrue(client.call("INFO", "clients").toString().startsWith("# Clients\r\nconnected_clients:1\r\n"));
    }

    @Test
    void shouldKeepQuietWhenAsked() throws Exception {
        client.send(RespClient.frame("CLIENT", "REPLY", "SKIP"));
        client.send(RespClient.frame("ECHO", "skipped"));
        assertEquals("heard", client.call("ECHO", "heard"));

        client.send(RespClient.frame("CLIENT", "REPLY", "OFF"));
        client.send(RespClient.frame("ECHO", "silent"));
        assertEquals("OK", client.call("CLIENT", "REPLY", "ON"));
        assertEquals("heard", client.call("ECHO", "heard"));
    }

    @Test
    void shouldKillAnotherConnection() throws Exception {
        try (RespClient other = engine.connect()) {
            Object id = other.call("CLIENT", "ID");

            assertEquals(1L, client.call("CLIENT", "KILL", "ID", id.toString()));

            assertTrue(other.isOver());
        }
    }

    @Test
    void shouldStopWhenTold() throws Exception {
        client.send(RespClient.frame("SHUTDOWN", "NOSAVE"));

        assertTrue(client.isOver());
        assertNull(engine.failure());
    }
}
