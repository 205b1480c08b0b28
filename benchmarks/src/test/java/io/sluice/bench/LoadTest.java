package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.Sluice;
import io.sluice.core.Durability;
import io.sluice.server.resp.TcpFrontDoor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The load of a live server, over real sockets. */
class LoadTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TcpFrontDoor door;
    private Sluice sluice;

    @BeforeEach
    void serve() throws IOException {
        door = TcpFrontDoor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1 << 16, 100);
        sluice = Sluice.builder().durability(Durability.NONE).frontDoor(door).open();
    }

    @AfterEach
    void stop() {
        sluice.close();
    }

    @Test
    void shouldLoadAServerAndFindNothingWrong() {
        int status = run("--arrivals constant:400/1s --duration 500ms --service 1ms --workers 8 --groups 3"
                + " --limit 40/500ms");

        assertEquals(0, status, () -> out + " " + err);
        assertTrue(out.toString().startsWith("200 tasks completed of 200 submitted in "), out::toString);
        assertEquals("40", word("most starts in a window", 5), out::toString);
        assertEquals("0", word("lost", 1));
        assertEquals("0", word("refused", 1));
    }

    /** A worker that is not of this load takes one of its tasks and keeps it. */
    @Test
    void shouldMissATaskThatSomebodyElseTook() {
        var claim = sluice.newClaim("load").waiting(Duration.ofSeconds(30)).claim();

        int status = run("--arrivals bursts:5/10s --duration 100ms --service 0 --workers 1 --drain 300ms");

        assertEquals(1, claim.join().size());
        assertEquals(1, status, () -> out + " " + err);
        assertEquals("1", word("lost", 1), out::toString);
        assertTrue(err.toString().contains("did not do what it promises"), err::toString);
    }

    @Test
    void shouldLoadAnEngineInThisProcess(@TempDir Path directory) throws IOException {
        Path data = directory.resolve("data");
        Path csv = directory.resolve("load.csv");

        int status = Main.run(
                ("load --in-process " + data + " --durability async --arrivals bursts:60/1s --duration 1s --service 1ms"
                                + " --workers 8 --limit 40/500ms --csv " + csv)
                        .split(" "),
                new PrintWriter(out, true),
                new PrintWriter(err, true));

        assertEquals(0, status, () -> out + " " + err);
        assertTrue(out.toString().startsWith("60 tasks completed of 60 submitted in "), out::toString);
        assertEquals("40", word("most starts in a window", 5), out::toString);
        List<String> lines = Files.readAllLines(csv);
        assertTrue(lines.get(0).startsWith("seconds,submitted (tasks/s),started (tasks/s)"), lines.get(0));
        assertEquals(60, completed(lines), 0.01);
        assertTrue(Files.isDirectory(data));
    }

    /** Two of three tasks have no turn within the time that is waited for them. */
    @Test
    void shouldNotMissTasksThatWaitForTheirTurn() {
        int status = run("--arrivals bursts:3/10s --duration 100ms --service 0 --drain 200ms --limit 1/1h");

        assertEquals(0, status, () -> out + " " + err);
        assertEquals("2", word("still waiting", 2), out::toString);
        assertEquals("0", word("lost", 1), out::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "'--workers 0', '--workers must be 1 to 5000, was 0'",
        "'--arrivals often', 'arrivals are'",
        "'--service long', 'must be a duration'",
        "'--limit often', 'rate'",
        "'--duration 0', 'must be 1 to'"
    })
    void shouldRefuseWrongUsage(String options, String said) {
        assertEquals(2, run(options));
        assertTrue(err.toString().contains(said), err::toString);
    }

    @Test
    void shouldSayThatNobodyListens() {
        InetSocketAddress gone = door.address();
        sluice.close();

        int status = Main.run(
                ("load redis://127.0.0.1:" + gone.getPort() + " --duration 1s").split(" "),
                new PrintWriter(out, true),
                new PrintWriter(err, true));

        assertEquals(1, status);
        assertTrue(err.toString().contains("cannot talk to 127.0.0.1:" + gone.getPort()), err::toString);
    }

    /** Returns how many tasks were completed, by what is told of each interval. */
    private static double completed(List<String> lines) {
        double sum = 0;
        double lastSeconds = 0;
        for (String line : lines.subList(1, lines.size())) {
            double seconds = Double.parseDouble(line.split(",")[0]);
            sum += Double.parseDouble(line.split(",")[3]) * (seconds - lastSeconds);
            lastSeconds = seconds;
        }
        return sum;
    }

    private int run(String options) {
        String line = "load redis://127.0.0.1:" + door.address().getPort() + " " + options;
        return Main.run(line.split(" "), new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String word(String line, int number) {
        return out.toString()
                .lines()
                .filter(each -> each.startsWith(line))
                .findFirst()
                .orElseThrow()
                .split(" +")[number];
    }
}
