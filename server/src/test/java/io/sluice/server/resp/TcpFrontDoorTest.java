package io.sluice.server.resp;

import static io.sluice.server.resp.RespClient.ascii;
import static io.sluice.server.resp.RespClient.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpFrontDoorTest {
    private static final int MAX_CONNECTIONS = 1_100;
    private static final int CONNECTIONS = 1_000;
    private static final long MAX_COMMAND_LENGTH = StubEngine.MAX_PAYLOAD_LENGTH + RespDecoder.MAX_OVERHEAD_LENGTH;

    private StubEngine engine;

    @BeforeEach
    void open() throws IOException {
        engine = new StubEngine(door(MAX_CONNECTIONS));
    }

    TcpFrontDoor door(int maxConnections) throws IOException {
        return TcpFrontDoor.bind(StubEngine.ANY_PORT, StubEngine.MAX_PAYLOAD_LENGTH, maxConnections);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldTellClientsToWaitWhileTheJournalIsReplayed() throws Exception {
        TcpFrontDoor loading = door(1);
        loading.load(engine);
        try (RespClient client = new RespClient(loading.address())) {
            client.send(frame("PING"));
            pollUntilAnswered(loading, client);
            String whileLoading = client.answer().toString();
            client.send(frame("CLIENT", "SETNAME", "me"));
            pollUntilAnswered(loading, client);
            Object connected = client.answer();
            loading.open(engine, engine);
            client.send(frame("ECHO", "ready"));
            pollUntilAnswered(loading, client);

            assertTrue(whileLoading.startsWith("-LOADING "), whileLoading);
            assertEquals("OK", connected);
            assertEquals("ready", client.answer());
        }
        loading.close();
    }

    private static void pollUntilAnswered(TcpFrontDoor door, RespClient client) throws IOException {
        while (!client.hasAnswer()) {
            door.poll(1_000_000);
            door.flush();
        }
    }

    @Test
    void shouldRefuseAnAddressInUse() {
        IOException refused = assertThrows(IOException.class, () -> TcpFrontDoor.bind(engine.address(), 1, 1));

        assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    }

    @Test
    void shouldAnswerAPipelineInOrder() throws IOException {
        int count = 5_000;
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            pipeline.writeBytes(i % 3 == 0 ? frame("SUBMIT", "q", "x") : frame("ECHO", "e" + i));
        }

        try (RespClient client = engine.connect()) {
            client.send(pipeline.toByteArray());

            for (int i = 0; i < count; i++) {
                assertEquals(i % 3 == 0 ? "@" + (i / 3 + 1) : "e" + i, client.answer());
            }
        }
    }

    @Test
    void shouldTakeACommandThatComesByteByByte() throws IOException {
        try (RespClient client = engine.connect()) {
            for (byte b : frame("ECHO", "slow")) {
                client.send(new byte[] {b});
            }

            assertEquals("slow", client.answer());
        }
    }

    @Test
    void shouldCarryTheLargestPayloadBothWays() throws IOException {
        String payload = "p".repeat(StubEngine.MAX_PAYLOAD_LENGTH);

        try (RespClient client = engine.connect()) {
            client.call("SUBMIT", "q", payload);

            assertEquals(payload, ((List<?>) ((List<?>) client.call("CLAIM", "q")).get(0)).get(2));
        }
    }

    @Test
    void shouldRefuseALargerPayloadAndGoOn() throws IOException {
        try (RespClient client = engine.connect()) {
            Object answer = client.call("SUBMIT", "q", "p".repeat(StubEngine.MAX_PAYLOAD_LENGTH + 1));

            assertTrue(answer.toString().startsWith("-TOOBIG "), answer.toString());
            assertEquals("PONG", client.call("PING"));
            assertTrue(engine.calls.isEmpty());
        }
    }

    @Test
    void shouldHoldBackOnlyTheConnectionThatWaits() throws Exception {
        try (RespClient worker = engine.connect();
                RespClient other = engine.connect()) {
            worker.send(frame("CLAIM", "q", "WAIT", "1h"));
            worker.send(frame("PING"));
            engine.nextCall();

            assertEquals("PONG", other.call("PING"));
            assertEquals("@1", other.call("SUBMIT", "q", "x"));
            assertEquals("@1", ((List<?>) ((List<?>) worker.answer()).get(0)).get(0));
            assertEquals("PONG", worker.answer());
        }
    }

    @Test
    void shouldGoOnWithAPipelineOfWaitingClaims() throws Exception {
        int count = 200;

        try (RespClient worker = engine.connect();
                RespClient other = engine.connect()) {
            for (int i = 0; i < count; i++) {
                worker.send(frame("CLAIM", "q", "WAIT", "1h"));
            }
            engine.nextCall();
            for (int i = 0; i < count; i++) {
                other.send(frame("SUBMIT", "q", "x"));
            }

            for (int i = 1; i <= count; i++) {
                assertEquals("@" + i, ((List<?>) ((List<?>) worker.answer()).get(0)).get(0));
            }
        }
    }

    @Test
    void shouldAbandonTheClaimOfAConnectionThatCloses() throws Exception {
        RespClient worker = engine.connect();
        worker.send(frame("CLAIM", "q", "WAIT", "1h"));
        engine.nextCall();

        worker.close();

        assertEquals("abandon", engine.nextCall());
    }

    @Test
    void shouldAbandonTheClaimOfAConnectionThatIsReset() throws Exception {
        RespClient worker = engine.connect();
        worker.send(frame("CLAIM", "q", "WAIT", "1h"));
        engine.nextCall();

        worker.reset();

        assertEquals("abandon", engine.nextCall());
    }

    @Test
    void shouldAnswerBeforeClosingWhereNothingMoreIsSent() throws IOException {
        try (RespClient client = engine.connect()) {
            client.send(frame("PING"));
            client.finishSending();

            assertEquals("PONG", client.answer());
            assertTrue(client.isOver());
        }
    }

    @Test
    void shouldCloseAfterQuit() throws IOException {
        try (RespClient client = engine.connect()) {
            client.send(frame("QUIT"));
            client.send(frame("PING"));

            assertEquals("OK", client.answer());
            assertTrue(client.isOver());
        }
    }

    @Test
    void shouldCloseAfterOneErrorWhereACommandIsBroken() throws IOException {
        List<String> broken = List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "PING\r\n",
                "*257\r\n",
                "*-1\r\n",
                "*1\r\n$-1\r\n",
                "*1\r\n$" + (MAX_COMMAND_LENGTH + 1) + "\r\n",
                "*2\r\n$4\r\nECHO\r\n$99999999999999999999\r\n",
                "*2\r\n$4\r\nECHO\r\n:1\r\n",
                "*1\r\n$4\r\nPINGxx",
                "*x\r\n");

        for (String bytes : broken) {
            try (RespClient client = engine.connect()) {
                client.send(ascii(bytes));

                assertTrue(client.answer().toString().startsWith("-ERR Protocol error: "), bytes);
                assertTrue(client.isOver(), bytes);
            }
        }
    }

    @Test
    void shouldServeAThousandConnections() throws IOException {
        List<RespClient> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(engine.connect());
        }

        for (RespClient client : clients) {
            client.send(frame("SUBMIT", "q", "x"));
        }

        for (RespClient client : clients) {
            assertTrue(client.answer().toString().startsWith("@"));
            client.close();
        }
    }

    @Test
    void shouldTurnAwayWhoeverIsTooMany() throws Exception {
        try (StubEngine small = new StubEngine(door(1));
                RespClient first = small.connect();
                RespClient administrator = small.connect()) {
            assertEquals("PONG", first.call("PING"));
            assertEquals("PONG", administrator.call("PING"));

            try (RespClient third = small.connect()) {
                assertEquals("-ERR max number of clients reached", third.answer());
                assertTrue(third.isOver());
            }
            assertEquals("PONG", first.call("PING"));
        }
    }

    @Test
    void shouldLetTheOneTooManyAdministerAndNothingElse() throws Exception {
        try (StubEngine small = new StubEngine(door(1));
                RespClient first = small.connect()) {
            assertEquals("PONG", first.call("PING"));

            for (String[] refused : List.of(
                    new String[] {"SUBMIT", "q", "x"},
                    new String[] {"CLAIM", "q", "WAIT", "1h"},
                    new String[] {"QUEUE", "LIST"},
                    new String[] {"LIMIT", "LIST"})) {
                try (RespClient second = small.connect()) {
                    assertTrue(second.call("INFO", "clients").toString().contains("connected_clients:2"));
                    assertEquals("-ERR max number of clients reached", second.call(refused));
                    assertTrue(second.isOver());
                }
                awaitConnected(first, 1);
            }
            assertTrue(small.calls.isEmpty(), small.calls::toString);
        }
    }

    private static void awaitConnected(RespClient client, int connections) throws IOException {
        String clients = "";
        while (!clients.contains("connected_clients:" + connections + "\r\n")) {
            clients = client.call("INFO", "clients").toString();
        }
    }

    @Test
    void shouldBeAnOrdinaryConnectionOnceThereIsRoom() throws Exception {
        try (StubEngine small = new StubEngine(door(1));
                RespClient first = small.connect();
                RespClient second = small.connect()) {
            assertEquals("PONG", first.call("PING"));
            assertEquals(1L, second.call("CLIENT", "KILL", "ID", "1"));
            assertTrue(first.isOver());
            awaitConnected(second, 1);

            assertEquals("@1", second.call("SUBMIT", "q", "x"));
        }
    }

    @Test
    void shouldFreeTheAdministratorsPlaceOfOneThatDoesNothing() throws Exception {
        try (StubEngine small = new StubEngine(door(1));
                RespClient first = small.connect();
                RespClient idle = small.connect()) {
            assertEquals("PONG", first.call("PING"));
            assertEquals("PONG", idle.call("PING"));

            small.skip(Connection.ADMINISTRATION_TIMEOUT_NS);

            assertTrue(idle.isOver());
            awaitConnected(first, 1);
            try (RespClient next = small.connect()) {
                assertEquals("PONG", next.call("PING"));
            }
            assertEquals("PONG", first.call("PING"));
        }
    }

    @Test
    void shouldCutACommandThatDoesNotComeToItsEnd() throws IOException {
        try (RespClient slow = engine.connect();
                RespClient idle = engine.connect()) {
            assertEquals("PONG", idle.call("PING"));
            slow.send(ascii("*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPI"));
            assertEquals("PONG", slow.answer());

            engine.skip(Connection.COMMAND_TIMEOUT_NS);

            assertTrue(slow.isOver());
            assertEquals("PONG", idle.call("PING"));
        }
    }

    @Test
    void shouldCutAPeerThatDoesNotRead() throws Exception {
        String payload = "p".repeat(StubEngine.MAX_PAYLOAD_LENGTH);
        int echoes = 64;

        try (RespClient other = engine.connect();
                RespClient deaf = engine.connect()) {
            Thread sender = new Thread(() -> sendUntilCut(deaf, frame("ECHO", payload), echoes));
            sender.start();
            String clients = "";
            while (!clients.contains("cmd=echo")) {
                clients = other.call("CLIENT", "LIST").toString();
            }
            while (clients.contains("cmd=echo")) {
                engine.skip(Connection.UNREAD_TIMEOUT_NS);
                clients = other.call("CLIENT", "LIST").toString();
            }
            sender.join();

            assertEquals("PONG", other.call("PING"));
        }
    }

    @Test
    void shouldServeAPeerThatReadsLate() throws Exception {
        String payload = "p".repeat(StubEngine.MAX_PAYLOAD_LENGTH);
        int echoes = 64;

        try (RespClient client = engine.connect()) {
            Thread sender = new Thread(() -> sendUntilCut(client, frame("ECHO", payload), echoes));
            sender.start();
            for (int i = 0; i < echoes; i++) {
                assertEquals(payload.length(), client.answer().toString().length());
            }
            sender.join();
        }
    }

    @Test
    void shouldCutWhoeverHoldsMuchWhileBuffersAreScarce() throws IOException {
        byte[] unfinished = ascii("*2\r\n$4\r\nECHO\r\n$1000000\r\n" + "x".repeat(999_999));
        TcpFrontDoor door = TcpFrontDoor.at(
                new EpollListener(StubEngine.ANY_PORT),
                new Buffers(1, 1),
                StubEngine.MAX_PAYLOAD_LENGTH,
                MAX_CONNECTIONS);

        try (StubEngine small = new StubEngine(door);
                RespClient modest = small.connect();
                RespClient greedy = small.connect()) {
            sendUntilCut(greedy, unfinished, 1);

            assertTrue(greedy.isOver());
            assertEquals("x".repeat(1_000), modest.call("ECHO", "x".repeat(1_000)));
        }
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldNotWaitAfterAWakeUp() throws IOException {
        TcpFrontDoor polled = door(1);
        polled.load(engine);
        polled.open(engine, engine);

        polled.wakeUp();
        int done = polled.poll(Long.MAX_VALUE);

        assertEquals(0, done);
        polled.close();
    }

    @Test
    void shouldStopWhenTheEngineBreaks() throws Exception {
        try (RespClient client = engine.connect()) {
            client.send(frame("SUBMIT", "broken", "x"));

            assertTrue(client.isOver());
            assertInstanceOf(IllegalStateException.class, engine.failure());
        }
    }

    private static void sendUntilCut(RespClient client, byte[] frame, int count) {
        try {
            for (int i = 0; i < count; i++) {
                client.send(frame);
            }
        } catch (IOException cut) {
            return;
        }
    }
}
