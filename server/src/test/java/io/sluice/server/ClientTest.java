package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Sluice;
import io.sluice.TaskStatus;
import io.sluice.core.Rate;
import io.sluice.core.TaskState;
import io.sluice.server.access.Access;
import io.sluice.server.http.HttpDoor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for people against a server; what they did is asked of the engine itself. */
class ClientTest {
    private static final int MAX_PAYLOAD_LENGTH = 1 << 16;
    private static final byte[] NO_TEXT = {0, (byte) 0xff, '\n', (byte) 0xc3};

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final InputStream input = System.in;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private HttpDoor door;
    private Sluice sluice;

    @BeforeEach
    void serve() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        door = new HttpDoor(HttpDoor.listen(any), Access.open(), MAX_PAYLOAD_LENGTH, HttpDoor.MAX_CONNECTIONS, () -> 0);
        sluice = Sluice.builder()
                .directory(directory.resolve("data"))
                .maxPayloadLength(MAX_PAYLOAD_LENGTH)
                .executor(door.executor())
                .open();
        door.open(sluice);
        environment.put("SLUICE_SERVER", "http://127.0.0.1:" + door.address().getPort());
    }

    @AfterEach
    void close() {
        System.setIn(input);
        sluice.close();
        door.close();
    }

    @Test
    void shouldSubmitWithAllThatIsSaid() {
        assertEquals(
                0,
                run("submit mail hello --id a --priority 2 --group ada --attempts 7 --delay 1h --keep 1d --ttl 2h"),
                this::said);

        TaskStatus task = task("a");
        assertEquals("a\n", out.toString());
        assertEquals(TaskState.DELAYED, task.state());
        assertEquals(2, task.priority());
        assertEquals("ada", task.group().orElseThrow());
        assertEquals(7, task.attempts());
        assertEquals(5, task.size());
    }

    @Test
    void shouldRefuseAKnownIdWhereItSaysSo() {
        run("submit mail one --id a");

        assertEquals(Main.FAILED, run("submit mail two --id a --nx"));
        assertTrue(err.toString().startsWith("sluice: DUPLICATE "), this::said);
        assertEquals(1, err.toString().lines().count(), this::said);
    }

    @Test
    void shouldKeepBytesThatAreNoText() throws IOException {
        System.setIn(new ByteArrayInputStream(NO_TEXT));

        assertEquals(0, run("submit mail - --id a"), this::said);
        assertArrayEquals(NO_TEXT, sluice.claim("mail").join().get(0).payload());
    }

    @Test
    void shouldSubmitEachLine() {
        System.setIn(text("one\ntwo\r\n\nlast"));

        assertEquals(0, run("submit mail --lines --group ada"), this::said);
        assertEquals(4, out.toString().lines().count(), this::said);
        assertEquals(List.of("one", "two\r", "", "last"), payloads(4));
    }

    @Test
    void shouldSubmitMoreLinesThanGoTogether() throws IOException {
        System.setIn(text("line\n".repeat(2_100)));

        assertEquals(0, run("submit mail --lines --json"), this::said);
        assertEquals(2_100, json().get("results").size());
        assertEquals(2_100, sluice.queue("mail").status().join().queued());
    }

    @Test
    void shouldTellInOneLineWhichLinesWereRefused() {
        sluice.queue("mail").maxLength(2).apply().join();
        System.setIn(text("one\ntwo\nthree\nfour\n"));

        assertEquals(Main.FAILED, run("submit mail --lines --retry 0s"));
        assertEquals(2, out.toString().lines().count(), this::said);
        assertTrue(err.toString().startsWith("sluice: 2 of 4 lines were refused, first line 3: FULL "), this::said);
        assertEquals(1, err.toString().lines().count(), this::said);
    }

    @Test
    void shouldClaimAndComplete() throws IOException {
        run("submit mail hello --id a");
        out = new StringWriter();

        assertEquals(0, run("claim mail sms --count 2 --lease 1h --json"), this::said);
        JsonNode lease = json().get("leases").get(0);
        assertEquals("hello", lease.get("payload").asText());
        assertEquals(1, json().get("leases").size());

        assertEquals(0, run("complete a " + lease.get("token") + " done"), this::said);
        assertEquals("done", new String(task("a").result(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldFailReleaseExtendAndCancel() {
        run("submit mail hello --id a");
        long token = claim("mail");
        assertEquals(0, run("extend a " + token + " --lease 2h"), this::said);
        assertEquals(0, run("release a " + token), this::said);
        assertEquals(TaskState.QUEUED, task("a").state());

        token = claim("mail");
        assertEquals(0, run("fail a " + token + " --error full --dead"), this::said);
        assertEquals("full", task("a").error().orElseThrow());
        assertEquals(TaskState.DEAD, task("a").state());

        assertEquals(0, run("retry mail"), this::said);
        assertEquals(0, run("cancel a"), this::said);
        assertEquals(TaskState.CANCELLED, task("a").state());
        assertTrue(out.toString().endsWith("dead\n1 put back\ncancelled\n"), this::said);
    }

    @Test
    void shouldTellATask() {
        run("submit mail hello --id a --group ada");
        out = new StringWriter();

        assertEquals(0, run("task a"), this::said);
        assertTrue(out.toString().matches("(?s).*\nstate +queued\n.*\ngroup +ada\n.*"), this::said);
        assertEquals(Main.FAILED, run("task b"));
        assertTrue(err.toString().startsWith("sluice: NOTASK "), this::said);
    }

    @Test
    void shouldShowNothingThatATerminalWouldTakeForAnOrder() {
        sluice.submit("mail", "\u001b[2J\nx".getBytes(StandardCharsets.UTF_8)).join();

        assertEquals(0, run("claim mail"), this::said);
        assertTrue(out.toString().contains("\\u001b[2J\\nx\n"), this::said);
    }

    @Test
    void shouldSetAndClearWhatAQueueHas() {
        assertEquals(0, run("queue mail --limit 2/1s --limit 9/1m --group-limit 1/1s --max-length 9 --ttl 1h"));
        assertEquals(
                List.of(new Rate(2, 1_000_000_000L), new Rate(9, 60_000_000_000L)),
                sluice.queue("mail").status().join().settings().limits());

        assertEquals(0, run("queue mail --limit none --max-length none --ttl none"), this::said);
        assertTrue(sluice.queue("mail").status().join().settings().limits().isEmpty());
        assertEquals(
                1, sluice.queue("mail").status().join().settings().groupLimits().size());
    }

    @Test
    void shouldPausePeekPurgeAndResume() {
        run("submit mail hello --id a");
        assertEquals(0, run("pause mail"), this::said);
        assertTrue(sluice.queue("mail").status().join().paused());
        out = new StringWriter();

        assertEquals(0, run("peek mail"), this::said);
        assertEquals(0, run("purge mail --state queued"), this::said);
        assertEquals("a\n1 removed\n", out.toString());
        assertEquals(0, run("resume mail"), this::said);
        assertEquals(0, sluice.queue("mail").status().join().queued());
    }

    @Test
    void shouldMakeHoldAuditAndDeleteLimits() {
        assertEquals(0, run("limit api 250/60s --guard 50ms"), this::said);
        assertEquals(0, run("limit api --hold 1h"), this::said);
        assertTrue(sluice.limit("api").status().join().nextNs() > 0);
        assertEquals(0, run("limit api --audit"), this::said);
        assertTrue(out.toString().contains("MOST STARTS"), this::said);

        assertEquals(0, run("limit api --delete"), this::said);
        assertEquals(Main.FAILED, run("limit api"));
        assertTrue(err.toString().startsWith("sluice: NOLIMIT "), this::said);
    }

    @Test
    void shouldTellHowEverythingStands() throws IOException {
        sluice.queue("mail").limit(250, Duration.ofMinutes(1)).apply().join();
        run("submit mail hello");
        out = new StringWriter();

        assertEquals(0, run("stats"), this::said);
        assertTrue(out.toString().matches("(?s)sluice .*\nQUEUE .*\nmail +1 +0 +0 .*\nLIMIT .*\nmail +250/60s +0 .*"));
        out = new StringWriter();
        assertEquals(0, run("stats --json"), this::said);
        assertEquals("mail", json().get("queues").get(0).get("name").asText());
    }

    @Test
    void shouldShowSoManyViewsOneBelowTheOther() {
        run("submit mail hello");
        out = new StringWriter();

        assertEquals(0, run("top --count 2"), this::said);
        assertEquals(
                2,
                out.toString().lines().filter(line -> line.startsWith("mail ")).count(),
                this::said);
    }

    @Test
    void shouldRunACommandForEachTask() throws IOException {
        run("submit mail hello --id a");
        run("submit mail world --id b");

        assertEquals(0, exec("cat > " + directory + "/$SLUICE_TASK; test $SLUICE_TASK_QUEUE = mail", "--count", "2"));
        assertEquals("hello", Files.readString(directory.resolve("a")));
        assertEquals("world", Files.readString(directory.resolve("b")));
        assertEquals(2, sluice.queue("mail").status().join().completed());
    }

    @Test
    void shouldEndWhereNothingComesInTime() {
        sluice.queue("mail").apply().join();

        assertEquals(0, exec("false", "--wait", "1ms", "--parallel", "3"), this::said);
    }

    @Test
    void shouldFailATaskWithWhatItsCommandSaidLast() {
        run("submit mail hello --id a --attempts 1");

        assertEquals(0, exec("echo begin; echo mailbox full >&2; exit 3", "--count", "1"), this::said);
        assertEquals(TaskState.DEAD, task("a").state());
        assertEquals("exit status 3: mailbox full", task("a").error().orElseThrow());
    }

    @Test
    void shouldKeepTheOutputAsTheResult() {
        run("submit mail hello --id a");

        assertEquals(0, exec("tr a-z A-Z", "--count", "1", "--result"), this::said);
        assertEquals("HELLO", new String(task("a").result(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldFailATaskWhoseResultIsTooLong() {
        run("submit mail hello --id a --attempts 1");

        assertEquals(0, exec("head -c 70000 /dev/zero", "--count", "1", "--result"), this::said);
        assertEquals(TaskState.DEAD, task("a").state());
    }

    @Test
    void shouldNotMindACommandThatDoesNotReadItsPayload() {
        System.setIn(text("x".repeat(MAX_PAYLOAD_LENGTH)));
        run("submit mail - --id a");

        assertEquals(0, exec("exit 0", "--count", "1"), this::said);
        assertEquals(TaskState.COMPLETED, task("a").state());
    }

    @Test
    void shouldExtendTheLeaseWhileTheCommandRuns() throws IOException {
        run("submit mail hello --id a --lease 2s");
        Path end = directory.resolve("end");
        CompletableFuture<Integer> worker = CompletableFuture.supplyAsync(
                () -> exec("while ! test -e " + end + "; do sleep 0.05; done", "--count", "1"));

        TaskStatus task = task("a");
        while (task.deadline().isEmpty()
                || !task.deadline().get().isAfter(task.started().orElseThrow().plusSeconds(4))) {
            task = task("a");
        }
        Files.createFile(end);

        assertEquals(0, worker.join(), this::said);
        assertEquals(TaskState.COMPLETED, task("a").state());
        assertEquals(1, task("a").attempt());
    }

    @Test
    void shouldEndTheCommandOfATaskThatIsCancelled() {
        run("submit mail hello --id a --lease 600ms");
        CompletableFuture<Integer> worker = CompletableFuture.supplyAsync(() -> exec("exec sleep 600", "--count", "1"));
        while (task("a").state() != TaskState.RUNNING) {
            Thread.onSpinWait();
        }

        sluice.cancel("a").join();

        assertEquals(0, worker.join(), this::said);
        assertEquals(TaskState.CANCELLED, task("a").state());
        assertTrue(err.toString().contains("sluice: task a: STALE"), this::said);
    }

    @Test
    void shouldSayWhereItLookedWhereNobodyListens() {
        environment.put("SLUICE_SERVER", "http://127.0.0.1:1/");

        assertEquals(Main.FAILED, run("stats"));
        assertEquals(1, err.toString().lines().count(), this::said);
        assertTrue(err.toString().contains("no server at http://127.0.0.1:1 "), this::said);
        assertTrue(err.toString().contains("java -jar sluice.jar starts one"), this::said);
    }

    @Test
    void shouldSayThatSomethingElseListens() throws IOException {
        try (ServerSocket resp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> answer(resp, "-ERR Protocol error\r\n"));
            environment.put("SLUICE_SERVER", "http://127.0.0.1:" + resp.getLocalPort());

            assertEquals(Main.FAILED, run("submit mail hello"));
        }
        assertTrue(err.toString().endsWith(" does not speak HTTP; --server is the server's HTTP port\n"), this::said);
        assertEquals(1, err.toString().lines().count(), this::said);
    }

    @Test
    void shouldSayWhichServerItWasThatDied() throws IOException {
        try (ServerSocket dying = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String begun =
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\na\r\ndata: {}\n\n\r\n";
            CompletableFuture.runAsync(() -> answer(dying, begun));
            environment.put("SLUICE_SERVER", "http://127.0.0.1:" + dying.getLocalPort());

            assertEquals(Main.FAILED, run("top --json"));
            assertTrue(err.toString().startsWith("sluice: http://127.0.0.1:" + dying.getLocalPort()), this::said);
            assertEquals(1, err.toString().lines().count(), this::said);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit",
                "submit mail a b",
                "submit mail --priority high",
                "submit mail --lines --id a",
                "submit mail x --lines",
                "claim",
                "claim mail --wait soon",
                "claim mail --exec true --parallel 0",
                "complete a",
                "complete a token",
                "queue mail --concurrency many",
                "limit api --hold 1s --delete",
                "limit --hold 1s",
                "limit api 1/1s --hold 1s",
                "limit api --guard 1s",
                "stats --server localhost",
                "stats --server ftp://localhost",
                "stats --user ada",
                "stats --tls-client-cert a.pem",
                "stats --tls-client-key a.key",
                "stats --password=secret",
                "top --count x"
            })
    void shouldRefuseWrongUsageInOneLine(String line) {
        assertEquals(Main.WRONG_USAGE, run(line), this::said);
        assertEquals(1, err.toString().lines().count(), this::said);
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tls-ca", "--tls-client-key key --tls-client-cert", "--user ada --password-file"})
    void shouldNameAFileThatIsNotThere(String option) {
        assertEquals(Main.WRONG_USAGE, run("stats " + option + " /nosuch/file"), this::said);
        assertTrue(err.toString().matches("sluice: .* file /nosuch/file: there is no such file\n"), this::said);
    }

    @Test
    void shouldTakeItsSettingsFromAFile() throws IOException {
        Path file = directory.resolve("sluice.properties");
        Files.writeString(file, "server=" + environment.remove("SLUICE_SERVER") + "\nport=7584\n");

        assertEquals(0, run("stats --config " + file), this::said);
    }

    @Test
    void shouldTakeNoHelpFromTheEnvironment() {
        environment.put("SLUICE_VERSION", "1.2.3");
        environment.put("SLUICE_HELP", "true");

        assertEquals(0, run("stats"), this::said);
        assertTrue(out.toString().matches("(?s)sluice (?!1\\.2\\.3)\\S+, up .*"), this::said);
    }

    private int exec(String command, String... options) {
        List<String> words = new ArrayList<>(List.of("claim", "mail", "--exec", command));
        words.addAll(List.of(options));
        return run(words.toArray(String[]::new));
    }

    private int run(String line) {
        return run(line.split(" "));
    }

    private int run(String... words) {
        return Main.run(words, environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private static void answer(ServerSocket listener, String words) {
        try (Socket client = listener.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TaskStatus task(String id) {
        return sluice.task(id).join().orElseThrow();
    }

    private long claim(String queue) {
        return sluice.claim(queue).join().get(0).token();
    }

    private List<String> payloads(int count) {
        return sluice.newClaim("mail").count(count).claim().join().stream()
                .map(lease -> new String(lease.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    private JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(out.toString());
    }

    private String said() {
        return out + "\n" + err;
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
