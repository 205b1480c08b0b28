package io.sluice.server.resp;

import static io.sluice.server.resp.RespClient.ascii;
import static io.sluice.server.resp.RespClient.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.access.Access;
import io.sluice.server.access.Users;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users may do, and what strangers may not. */
@Timeout(60)
class AccessTest {
    /** The password "a", by another implementation. */
    private static final String HASH = "$2a$04$m0CrhHm10qJ3lXRY.5zDGOolt6y/ZD/l3Sr9BDndTZuOu/wYFomkq";

    private static final String NOAUTH = "-NOAUTH Authentication required.";
    private static final String WRONGPASS = "-WRONGPASS invalid username-password pair or user is disabled.";

    @TempDir
    private Path directory;

    private Users users;
    private LiveEngine engine;

    @BeforeEach
    void open() throws IOException {
        write("root HASH all all", "default HASH read all", "mailer HASH all mail*", "submitter HASH submit all");
        users = Users.read(directory.resolve("users"));
        engine = LiveEngine.open(new Access(users, null));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PING",
                "SUBMIT q x",
                "CLAIM q",
                "QUEUE LIST",
                "INFO",
                "COMMAND DOCS",
                "CLIENT LIST",
                "CLIENT SETNAME me",
                "SHUTDOWN",
                "NOSUCH",
                "QUEUE NOSUCH"
            })
    void shouldDoNothingForStrangers(String command) throws Exception {
        try (RespClient stranger = engine.connect()) {
            assertEquals(NOAUTH, stranger.call(command.split(" ")));
            assertEquals("RESET", stranger.call("RESET"));
            assertEquals("OK", stranger.call("QUIT"));
        }
    }

    @Test
    void shouldLetInWhoeverKnowsThePassword() throws Exception {
        try (RespClient client = engine.connect()) {
            assertEquals(WRONGPASS, client.call("AUTH", "root", "b"));
            assertEquals(WRONGPASS, client.call("AUTH", "nobody", "a"));
            assertEquals(NOAUTH, client.call("PING"));
            assertEquals("OK", client.call("AUTH", "root", "a"));
            assertEquals("PONG", client.call("PING"));
        }
    }

    @Test
    void shouldTakeWhoeverNamesNobodyForTheDefaultUser() throws Exception {
        try (RespClient client = engine.connect()) {
            assertEquals("OK", client.call("AUTH", "a"));
            assertTrue(client.call("CLIENT", "INFO").toString().contains(" user=default "));
        }
    }

    @Test
    void shouldLetInWithHello() throws Exception {
        try (RespClient client = engine.connect()) {
            assertTrue(client.call("HELLO", "3").toString().startsWith("-NOAUTH HELLO must be called"));
            assertEquals(WRONGPASS, client.call("HELLO", "3", "AUTH", "root", "b"));
            Map<?, ?> greeting = (Map<?, ?>) client.call("HELLO", "3", "AUTH", "root", "a", "SETNAME", "me");

            assertEquals(3L, greeting.get("proto"));
            assertTrue(client.call("CLIENT", "INFO").toString().contains(" name=me "));
        }
    }

    @Test
    void shouldStayWhoItWasWhenThePasswordOfAnotherIsWrong() throws Exception {
        try (RespClient client = login("submitter")) {
            assertEquals(WRONGPASS, client.call("AUTH", "root", "b"));

            assertTrue(client.call("CLIENT", "INFO").toString().contains(" user=submitter "));
        }
    }

    @Test
    void shouldForgetWhoItWasOnReset() throws Exception {
        try (RespClient client = login("root")) {
            client.call("RESET");

            assertEquals(NOAUTH, client.call("PING"));
        }
    }

    @Test
    void shouldHoldBackWhatComesBehindAPassword() throws Exception {
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        pipeline.writeBytes(frame("AUTH", "root", "a"));
        pipeline.writeBytes(frame("SUBMIT", "q", "x".repeat(5_000), "ID", "t"));
        pipeline.writeBytes(frame("ECHO", "behind"));

        try (RespClient client = engine.connect()) {
            client.send(pipeline.toByteArray());
            client.finishSending();

            assertEquals(List.of("OK", "t", "behind"), List.of(client.answer(), client.answer(), client.answer()));
            assertTrue(client.isOver());
        }
    }

    @Test
    void shouldForgetAboutWhoeverGoesBeforeThePasswordIsVerified() throws Exception {
        for (int i = 0; i < 4; i++) {
            RespClient client = engine.connect();
            client.send(frame("AUTH", "root", "wrong" + i));
            client.reset();
        }

        try (RespClient client = login("root")) {
            assertEquals("PONG", client.call("PING"));
        }
    }

    @Test
    void shouldRefuseWhatTakesAnotherPermission() throws Exception {
        try (RespClient client = login("submitter")) {
            assertEquals("t", client.call("SUBMIT", "q", "x", "ID", "t"));
            assertEquals(
                    "-NOPERM User submitter has no permissions to run the 'claim' command", client.call("CLAIM", "q"));
            assertEquals(
                    "-NOPERM User submitter has no permissions to run the 'queue|set' command",
                    client.call("QUEUE", "SET", "q", "LIMIT", "nonsense"));
            assertEquals("queued", RespClient.pairs(client.call("TASK", "t")).get("state"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SUBMIT other x",
                "CLAIM mail other",
                "CLAIM mail COUNT 2 mail2",
                "NEXT other",
                "QUEUE SET other ATTEMPTS 1",
                "QUEUE SET mail USE mailers USE shared",
                "QUEUE GET other",
                "QUEUE PEEK other",
                "QUEUE PAUSE other",
                "QUEUE RESUME other",
                "QUEUE RETRY other",
                "QUEUE PURGE other",
                "LIMIT SET shared 1/1s",
                "LIMIT GET other",
                "LIMIT DELETE shared",
                "LIMIT TAKE other",
                "LIMIT HOLD shared 1s",
                "LIMIT AUDIT other"
            })
    void shouldRefuseQueuesAndLimitsThatTheUserDoesNotReach(String command) throws Exception {
        try (RespClient root = login("root");
                RespClient mailer = login("mailer")) {
            root.call("SUBMIT", "other", "x", "ID", "t");
            root.call("LIMIT", "SET", "shared", "1/1s");

            String answer = mailer.call(command.split(" ")).toString();

            // The second queue of a claim stands before its options; behind them it is not understood.
            assertTrue(
                    answer.startsWith("-NOPERM No permissions to access the queue or limit '")
                            || command.endsWith("mail2") && answer.startsWith("-ERR unknown option"),
                    answer);
            assertEquals(
                    1L, RespClient.pairs(root.call("QUEUE", "GET", "other")).get("queued"));
            assertEquals(List.of("other"), root.call("QUEUE", "LIST"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMPLETE t TOKEN",
                "FAIL t TOKEN",
                "RELEASE t TOKEN",
                "EXTEND t TOKEN",
                "CANCEL t",
                "TASK t",
                "AWAIT t 10s"
            })
    void shouldRefuseTasksOfQueuesThatTheUserDoesNotReach(String command) throws Exception {
        try (RespClient root = login("root");
                RespClient mailer = login("mailer")) {
            root.call("SUBMIT", "other", "x", "ID", "t");
            Object token = ((List<?>) ((List<?>) root.call("CLAIM", "other")).get(0)).get(1);
            String[] words = command.replace("TOKEN", token.toString()).split(" ");

            Object answer = mailer.call(words);

            assertEquals("-NOPERM No permissions to access the queue of this task", answer);
            assertEquals("running", RespClient.pairs(root.call("TASK", "t")).get("state"));
        }
    }

    @Test
    void shouldLetTheUserDoAllWithWhatItReaches() throws Exception {
        try (RespClient mailer = login("mailer")) {
            assertEquals("OK", mailer.call("LIMIT", "SET", "mailers", "9/1s"));
            assertEquals("OK", mailer.call("QUEUE", "SET", "mail", "USE", "mailers"));
            assertEquals("OK", mailer.call("QUEUE", "SET", "mail", "USE", "none"));
            assertEquals("t", mailer.call("SUBMIT", "mail", "x", "ID", "t"));
            Object token = ((List<?>) ((List<?>) mailer.call("CLAIM", "mail", "mail2")).get(0)).get(1);
            assertEquals(1L, mailer.call("COMPLETE", "t", token.toString()));
            assertEquals("completed", RespClient.pairs(mailer.call("TASK", "t")).get("state"));
            assertTrue(mailer.call("COMPLETE", "nosuch", "1").toString().startsWith("-NOTASK "));
        }
    }

    @Test
    void shouldListOnlyWhatTheUserReaches() throws Exception {
        try (RespClient root = login("root");
                RespClient mailer = login("mailer")) {
            for (String name : new String[] {"mail", "other", "mail/2"}) {
                root.call("SUBMIT", name, "x");
                root.call("LIMIT", "SET", name, "1/1s");
            }

            assertEquals(List.of("mail", "mail/2"), mailer.call("QUEUE", "LIST"));
            assertEquals(List.of("mail", "mail/2"), mailer.call("LIMIT", "LIST"));
            assertEquals(List.of("mail", "other", "mail/2"), root.call("QUEUE", "LIST"));
        }
    }

    @Test
    void shouldSendAwayWhoIsNoUserAnyMore() throws Exception {
        try (RespClient root = login("root");
                RespClient mailer = login("mailer");
                RespClient stranger = engine.connect()) {
            write("root HASH all all", "mailer HASH all all");

            users.reload();
            engine.dismissFormerUsers();

            assertTrue(mailer.isOver());
            assertEquals("PONG", root.call("PING"));
            assertEquals(NOAUTH, stranger.call("PING"));
            assertEquals(WRONGPASS, stranger.call("AUTH", "submitter", "a"));
        }
    }

    @Test
    void shouldTellWhoIsConnectedAndWhatWasDenied() throws Exception {
        try (RespClient root = login("root");
                RespClient mailer = login("mailer");
                RespClient submitter = login("submitter")) {
            mailer.call("SUBMIT", "other", "x");
            submitter.call("CLAIM", "q");
            submitter.call("AUTH", "root", "b");

            String clients = root.call("CLIENT", "LIST").toString();
            String stats = root.call("INFO", "stats").toString();

            assertTrue(clients.contains(" user=mailer ") && clients.contains(" user=root "), clients);
            assertTrue(stats.contains("acl_access_denied_auth:1\r\n"), stats);
            assertTrue(stats.contains("acl_access_denied_cmd:1\r\n"), stats);
            assertTrue(stats.contains("acl_access_denied_key:1\r\n"), stats);
            assertEquals(List.of("users", directory.resolve("users").toString()), root.call("CONFIG", "GET", "users"));
        }
    }

    @Test
    void shouldTakeNoMoreThanLittleFromStrangers() throws Exception {
        String longest = "x".repeat(RespDecoder.MAX_STRANGERS_ARGUMENT_LENGTH);

        assertEquals(NOAUTH, firstAnswer(frame("ECHO", longest)));
        assertTrue(firstAnswer(frame("ECHO", longest + "x")).startsWith("-ERR Protocol error: invalid bulk length"));
        assertEquals(NOAUTH, firstAnswer(frame("1", "2", "3", "4", "5", "6", "7", "8")));
        assertTrue(firstAnswer(frame("1", "2", "3", "4", "5", "6", "7", "8", "9"))
                .startsWith("-ERR Protocol error: invalid count"));
    }

    @Test
    void shouldTakeItAllOnceItKnowsWho() throws Exception {
        String payload = "x".repeat(StubEngine.MAX_PAYLOAD_LENGTH);

        try (RespClient client = login("root")) {
            assertEquals("t", client.call("SUBMIT", "q", payload, "ID", "t"));
        }
    }

    @Test
    void shouldAnswerStrangersWhoAskALotAndRead() throws Exception {
        int count = 2_000;
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            pipeline.writeBytes(frame("PING"));
        }

        try (RespClient stranger = engine.connect()) {
            stranger.send(pipeline.toByteArray());

            for (int i = 0; i < count; i++) {
                assertEquals(NOAUTH, stranger.answer());
            }
        }
    }

    @Test
    void shouldCutStrangersWhoDoNotSayWhoTheyAre() throws Exception {
        try (RespClient stranger = engine.connect();
                RespClient root = login("root")) {
            engine.advance(Duration.ofNanos(Connection.AUTHENTICATION_TIMEOUT_NS - 1));
            assertEquals(NOAUTH, stranger.call("PING"));

            engine.advance(Duration.ofNanos(1));

            assertTrue(stranger.isOver());
            assertEquals("PONG", root.call("PING"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "PING\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001"})
    void shouldEndWhatIsNoSuchProtocolWithOneError(String bytes) throws Exception {
        try (RespClient client = engine.connect()) {
            client.send(ascii(bytes));

            assertTrue(client.answer().toString().startsWith("-ERR Protocol error: expected '*'"));
            assertTrue(client.isOver());
        }
    }

    @Test
    void shouldNotHoldUpOthersWhileItVerifies() throws Exception {
        try (RespClient root = login("root");
                RespClient guesser = engine.connect()) {
            for (int i = 0; i < 6; i++) {
                guesser.send(frame("AUTH", "root", "wrong"));
            }

            assertEquals("PONG", root.call("PING"));
            assertEquals(WRONGPASS, guesser.answer());
        }
    }

    private String firstAnswer(byte[] bytes) throws IOException {
        try (RespClient stranger = engine.connect()) {
            stranger.send(bytes);
            return stranger.answer().toString();
        }
    }

    private RespClient login(String name) throws IOException {
        RespClient client = engine.connect();
        assertEquals("OK", client.call("AUTH", name, "a"));
        return client;
    }

    private void write(String... lines) throws IOException {
        Files.write(
                directory.resolve("users"),
                List.of(lines).stream().map(line -> line.replace("HASH", HASH)).toList());
    }
}
