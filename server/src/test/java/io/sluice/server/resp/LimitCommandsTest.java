package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitCommandsTest {
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
    @CsvSource(delimiter = ';', textBlock = """
        LIMIT SET api 10/1s ; setLimit api 10/1000000000 guard=0
        limit set api 10000000/60s guard 50ms ; setLimit api 10000000/60000000000 guard=50000000
        LIMIT SET api 1/3649d GUARD 1d ; setLimit api 1/315273600000000000 guard=86400000000000
        LIMIT GET api ; limit api
        LIMIT LIST ; limits
        LIMIT DELETE api ; deleteLimit api
        LIMIT TAKE api ; takeLimit api count=1 wait=0
        LIMIT TAKE api COUNT 10000000 ; takeLimit api count=10000000 wait=0
        LIMIT HOLD api 30s ; holdLimit api for=30000000000
        LIMIT HOLD api 0 ; holdLimit api for=0
        LIMIT AUDIT api ; audit api since=-9223372036854775808
        limit audit api since 1700000000000 ; audit api since=1700000000000000000
        """)
    void shouldTellTheEngineWhatWasSaid(String command, String call) throws Exception {
        client.call(command.split(" "));

        assertEquals(call, engine.nextCall());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        LIMIT ; expected: LIMIT
        LIMIT NOSUCH ; unknown subcommand
        LIMIT SET ; expected: LIMIT SET name rate [GUARD guard]
        LIMIT SET api ; expected: LIMIT SET name rate [GUARD guard]
        LIMIT SET a# 10/1s ; a name is 1 to 128 characters
        LIMIT SET none 10/1s ; a limit cannot be named none
        LIMIT SET api ten ; the rate must be a rate such as 250/60s, was 'ten'
        LIMIT SET api 10 ; the rate must be a rate such as 250/60s, was '10'
        LIMIT SET api 0/1s ; starts of a rate must be 1 to 10000000, was 0
        LIMIT SET api 10000001/1s ; starts of a rate must be 1 to 10000000, was 10000001
        LIMIT SET api 10/0 ; window of a rate must be 1us to 3650d
        LIMIT SET api 10/1s GUARD ; GUARD
        LIMIT SET api 10/1s GUARD -1 ; GUARD must be a duration such as
        LIMIT SET api 10/1s GUARD 3651d ; GUARD must be 0 to 3650d
        LIMIT SET api 10/3650d GUARD 1us ; the rate's window and GUARD together must be 1us to 3650d
        LIMIT SET api 10/1s GUARD 1s GUARD 1s ; expected: LIMIT SET
        LIMIT SET api 10/1s 20/1s ; expected: LIMIT SET
        LIMIT GET ; expected: LIMIT GET name
        LIMIT GET a# ; a name is
        LIMIT LIST api ; expected: LIMIT LIST
        LIMIT DELETE ; expected: LIMIT DELETE name
        LIMIT DELETE a# ; a name is
        LIMIT TAKE ; expected: LIMIT TAKE name
        LIMIT TAKE a# ; a name is
        LIMIT TAKE api COUNT 0 ; COUNT must be 1 to 10000000, was 0
        LIMIT TAKE api COUNT 10000001 ; COUNT must be 1 to 10000000, was 10000001
        LIMIT TAKE api COUNT x ; COUNT must be a whole number
        LIMIT TAKE api WAIT soon ; WAIT must be a duration
        LIMIT TAKE api WAIT -1 ; WAIT must be a duration
        LIMIT TAKE api WAIT 3651d ; WAIT must be 0 to 3650d
        LIMIT TAKE api 5 ; unknown option '5'
        LIMIT HOLD api ; expected: LIMIT HOLD name duration
        LIMIT HOLD api x ; the duration must be a duration
        LIMIT HOLD api -1 ; the duration must be a duration
        LIMIT HOLD api 3651d ; the duration must be 0 to 3650d
        LIMIT HOLD a# 1s ; a name is
        LIMIT AUDIT ; expected: LIMIT AUDIT name
        LIMIT AUDIT a# ; a name is
        LIMIT AUDIT q SINCE ; expected: LIMIT AUDIT
        LIMIT AUDIT q SINCE x ; SINCE must be a whole number
        LIMIT AUDIT q SINCE -1 ; SINCE must not be negative
        LIMIT AUDIT q r ; expected: LIMIT AUDIT
        """)
    void shouldSayWhatWasExpectedAndChangeNothing(String command, String expected) throws Exception {
        Object answer = client.call(command.split(" "));

        assertTrue(answer.toString().startsWith("-ERR "), answer.toString());
        assertTrue(answer.toString().contains(expected), answer.toString());
        assertEquals("PONG", client.call("PING"));
        assertNull(engine.calls.poll());
    }

    @Test
    void shouldTakeNamesUpToTheLongest() throws Exception {
        assertEquals("OK", client.call("LIMIT", "SET", LONGEST_NAME, "1/1s"));

        assertTrue(client.call("LIMIT", "SET", LONGEST_NAME + "n", "1/1s")
                .toString()
                .startsWith("-ERR a name is 1 to 128 "));
    }

    @Test
    void shouldForgetWhatTheCommandBeforeSaid() throws Exception {
        client.call("LIMIT", "SET", "api", "10/1s", "GUARD", "1s");
        client.call("LIMIT", "TAKE", "api", "COUNT", "5");
        engine.calls.clear();

        client.call("LIMIT", "SET", "api", "10/1s");
        client.call("LIMIT", "TAKE", "api");

        assertEquals("setLimit api 10/1000000000 guard=0", engine.nextCall());
        assertEquals("takeLimit api count=1 wait=0", engine.nextCall());
    }

    @Test
    void shouldTellALimitOfOneRate() throws Exception {
        Map<Object, Object> limit = RespClient.pairs(client.call("LIMIT", "GET", "api"));

        assertEquals(List.of("rate", "guard", "used", "next"), List.copyOf(limit.keySet()));
        assertEquals(List.of("10/1s", 3L, 4L, 2L), List.copyOf(limit.values()));
    }

    @Test
    void shouldTellALimitAsAMapInResp3() throws Exception {
        client.call("HELLO", "3");

        assertEquals(Map.of("rate", "10/1s", "guard", 3L, "used", 4L, "next", 2L), client.call("LIMIT", "GET", "api"));
    }

    @Test
    void shouldTellTheLimitsOfAQueue() throws Exception {
        assertEquals(
                List.of("rate", List.of("10/1s", "250/60s"), "guard", 0L, "used", List.of(4L, 40L), "next", 0L),
                client.call("LIMIT", "GET", "two"));
        assertEquals(
                Arrays.asList("rate", null, "guard", 0L, "used", null, "next", 0L),
                client.call("LIMIT", "GET", "none"));
        assertEquals("-NOLIMIT neither a limit nor a queue has this name", client.call("LIMIT", "GET", "nobody"));
    }

    @Test
    void shouldTellWhetherItWasTakenWhatIsLeftAndWhenToComeBack() throws Exception {
        assertEquals(List.of(1L, 7L, 0L), client.call("LIMIT", "TAKE", "api"));
        assertEquals(List.of(0L, 7L, 2L), client.call("LIMIT", "TAKE", "api", "COUNT", "2"));
        assertEquals(List.of(0L, 7L, -1L), client.call("LIMIT", "TAKE", "api", "COUNT", "3"));
    }

    @Test
    void shouldTellNamesCountsAndTheFullestWindowOfEachRate() throws Exception {
        assertEquals(List.of("api", "mail"), client.call("LIMIT", "LIST"));
        assertEquals(1L, client.call("LIMIT", "DELETE", "api"));
        assertEquals(List.of(List.of("250/60s", 249L, 1_700_000_000_000_001L)), client.call("LIMIT", "AUDIT", "q"));
    }

    @Test
    void shouldHoldBackOnlyTheConnectionThatWaits() throws Exception {
        try (RespClient waiter = engine.connect()) {
            waiter.send(RespClient.frame("LIMIT", "TAKE", "api", "WAIT", "1h"));
            waiter.send(RespClient.frame("PING"));
            assertEquals("takeLimit api count=1 wait=3600000000000", engine.nextCall());

            assertEquals("PONG", client.call("PING"));
            assertTrue(client.call("INFO", "clients").toString().contains("blocked_clients:1\r\n"));
            assertEquals("OK", client.call("LIMIT", "HOLD", "api", "0"));
            assertEquals(List.of(1L, 0L, 0L), waiter.answer());
            assertEquals("PONG", waiter.answer());
        }
    }

    @Test
    void shouldAbandonTheTakeOfAConnectionThatCloses() throws Exception {
        RespClient waiter = engine.connect();
        waiter.send(RespClient.frame("LIMIT", "TAKE", "api", "WAIT", "1h"));
        engine.nextCall();

        waiter.close();

        assertEquals("abandon", engine.nextCall());
    }
}
