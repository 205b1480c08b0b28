package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.Sluice;
import io.sluice.core.TaskState;
import io.sluice.server.FaultyProxy.Fault;
import io.sluice.server.access.Access;
import io.sluice.server.http.HttpDoor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for people where answers are refusals for a while, or get lost; what was done is asked of the engine itself. */
class ClientRetryTest {
    private static final String TASKS = "/tasks";
    private static final String BATCH = "/tasks/batch";

    @TempDir
    private Path directory;

    private final InputStream input = System.in;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpDoor door;
    private Sluice sluice;
    private FaultyProxy proxy;

    @BeforeEach
    void serve() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        door = new HttpDoor(HttpDoor.listen(any), Access.open(), 1 << 16, HttpDoor.MAX_CONNECTIONS, () -> 0);
        sluice = Sluice.builder()
                .directory(directory.resolve("data"))
                .executor(door.executor())
                .open();
        door.open(sluice);
        proxy = new FaultyProxy(URI.create("http://127.0.0.1:" + door.address().getPort()));
    }

    @AfterEach
    void close() {
        System.setIn(input);
        proxy.close();
        sluice.close();
        door.close();
    }

    @Test
    void shouldSubmitAgainWhatIsRefusedForAWhile() {
        proxy.fail(TASKS, Fault.BUSY, Fault.BUSY);

        assertEquals(0, run("submit", "mail", "hello"), this::said);
        assertEquals(3, proxy.requests().size());
        assertEquals(
                TaskState.QUEUED,
                sluice.task(out.toString().strip()).join().orElseThrow().state());
        assertEquals("sluice: BUSY too many; trying again\n", err.toString());
    }

    @Test
    void shouldNotSubmitTwiceWhereTheAnswerIsLost() {
        proxy.fail(TASKS, Fault.LOST, Fault.BUSY, Fault.LOST);

        assertEquals(0, run("submit", "mail", "hello"), this::said);
        assertEquals(4, proxy.requests().size());
        assertEquals(1, queued());
    }

    @Test
    void shouldNotSubmitLinesTwiceWhereTheAnswerIsLost() {
        proxy.fail(BATCH, Fault.LOST, Fault.BUSY);
        System.setIn(new ByteArrayInputStream("one\ntwo\none\n".getBytes(StandardCharsets.UTF_8)));

        assertEquals(0, run("submit", "mail", "--lines"), this::said);
        assertEquals(3, proxy.requests().size());
        assertEquals(3, queued());
    }

    @Test
    void shouldSubmitAgainThoseLinesThatFoundTheQueueFull() {
        sluice.queue("mail").maxLength(2).apply().join();
        proxy.afterEach(() -> sluice.newClaim("mail").count(1).claim().join());
        System.setIn(new ByteArrayInputStream("one\ntwo\nthree\nfour\n".getBytes(StandardCharsets.UTF_8)));

        assertEquals(0, run("submit", "mail", "--lines"), this::said);
        assertEquals(4, out.toString().lines().distinct().count());
        assertEquals(4, sluice.queue("mail").status().join().submitted());
    }

    @Test
    void shouldNotWaitLongerThanItMay() {
        proxy.retryAfter("31").fail(TASKS, Fault.BUSY);

        assertEquals(Main.FAILED, run("submit", "mail", "hello"), this::said);
        assertEquals(List.of("/v1/queues/mail/tasks"), proxy.requests());
        assertEquals("sluice: BUSY too many\n", err.toString());
    }

    @Test
    void shouldTryOnceWhereThatIsSaid() {
        proxy.retryAfter("1").fail(TASKS, Fault.BUSY);

        assertEquals(Main.FAILED, run("submit", "mail", "hello", "--retry", "0s"), this::said);
        assertEquals(1, proxy.requests().size());
    }

    @Test
    void shouldNotTakeItsOwnTaskForThatOfAnother() {
        proxy.fail(TASKS, Fault.LOST);

        assertEquals(Main.FAILED, run("submit", "mail", "hello", "--id", "a", "--nx"), this::said);
        assertEquals(1, proxy.requests().size());
    }

    @Test
    void shouldNotTryAgainWhatIsRefusedForGood() {
        assertEquals(Main.FAILED, run("submit", "mail", "hello", "--priority", "10"), this::said);
        assertEquals(1, proxy.requests().size());
    }

    @Test
    void shouldNotTryAgainWhereSomethingElseListens() {
        proxy.fail(TASKS, Fault.FOREIGN);

        assertEquals(Main.FAILED, run("submit", "mail", "hello"), this::said);
        assertEquals(1, proxy.requests().size());
        assertTrue(err.toString().endsWith(" does not answer as a Sluice server does: status 404\n"), this::said);
    }

    @Test
    void shouldCompleteATaskThoughTheServerIsBusyWhenItsCommandEnds() {
        sluice.newTask("mail", new byte[0]).id("a").attempts(1).submit().join();
        proxy.fail("/complete", Fault.BUSY);

        assertEquals(0, run("claim", "mail", "--count", "1", "--exec", "true"), this::said);
        assertEquals(TaskState.COMPLETED, sluice.task("a").join().orElseThrow().state());
    }

    @Test
    void shouldNotEndACommandAsTheServerIsBusyWhenTheLeaseIsExtended() {
        sluice.newTask("mail", new byte[0]).id("a").attempts(1).submit().join();
        Path end = directory.resolve("end");
        proxy.fail("/extend", Fault.BUSY).afterEach(() -> touchAfterAnExtension(end));

        assertEquals(
                0,
                run(
                        "claim",
                        "mail",
                        "--lease",
                        "3s",
                        "--count",
                        "1",
                        "--exec",
                        "until test -e " + end + "; do sleep 0.05; done"),
                this::said);
        assertEquals(TaskState.COMPLETED, sluice.task("a").join().orElseThrow().state());
    }

    private void touchAfterAnExtension(Path end) {
        List<String> requests = proxy.requests();
        if (requests.get(requests.size() - 1).endsWith("/extend") && Files.notExists(end)) {
            try {
                Files.createFile(end);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private long queued() {
        return sluice.queue("mail").status().join().queued();
    }

    private int run(String... words) {
        Map<String, String> environment = Map.of("SLUICE_SERVER", proxy.address());
        return Main.run(words, environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String said() {
        return out + "\n" + err;
    }
}
