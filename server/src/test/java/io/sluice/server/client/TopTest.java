package io.sluice.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.Sluice;
import io.sluice.server.access.Access;
import io.sluice.server.http.HttpDoor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live view on a terminal that is held in memory. */
class TopTest {
    private static final String LEAVES_SCREEN = "\u001b[?1049l";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private LineDisciplineTerminal terminal;

    @BeforeEach
    void open() throws IOException {
        terminal = new LineDisciplineTerminal("test", "xterm", written, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(40, 10));
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
    }

    @Test
    void shouldShowTheMarkedLineAndTheFooterWhereNotAllLinesFit() {
        List<String> lines =
                IntStream.range(0, 100).mapToObj(i -> "line-" + i + ".").toList();

        try (Screen screen = new Screen(terminal)) {
            screen.show(lines, 50, "footer");
        }

        assertTrue(written().contains("line-50."), written());
        assertTrue(written().contains("line-42."), written());
        assertFalse(written().contains("line-41."), written());
        assertFalse(written().contains("line-51."), written());
        assertTrue(written().contains("footer"), written());
    }

    @Test
    void shouldCutLinesThatAreWiderThanTheTerminal() {
        try (Screen screen = new Screen(terminal)) {
            screen.show(List.of("x".repeat(40) + "y"), -1, "");
        }

        assertFalse(written().contains("y"), written());
    }

    @Test
    void shouldPutTheTerminalBackAndShowNothingMore() {
        Screen screen = new Screen(terminal);

        screen.close();
        int length = written.size();
        screen.show(List.of("late"), -1, "");
        screen.close();

        assertTrue(written().contains(LEAVES_SCREEN), written());
        assertEquals(length, written.size());
    }

    @Test
    void shouldPauseTheSelectedQueueAndQuit(@TempDir Path directory) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpDoor door = new HttpDoor(HttpDoor.listen(any), Access.open(), 1, HttpDoor.MAX_CONNECTIONS, () -> 0);
                Sluice sluice = Sluice.builder()
                        .directory(directory)
                        .executor(door.executor())
                        .open();
                Screen screen = new Screen(terminal)) {
            door.open(sluice);
            sluice.queue("first").apply().join();
            sluice.queue("second").apply().join();
            Server server =
                    new Server(URI.create("http://127.0.0.1:" + door.address().getPort()), "", SSLContext.getDefault());
            Top top = new Top(server, terminal, screen);
            top.hear(event(server));

            terminal.processInputBytes("\u001b[Bpq".getBytes(StandardCharsets.US_ASCII));
            top.readKeys();

            assertFalse(sluice.queue("first").status().join().paused());
            assertTrue(sluice.queue("second").status().join().paused());
            assertTrue(written().contains("paused second"), written());
        }
    }

    @Test
    void shouldShowHowFullALimitIs() {
        JsonNode event =
                Json.read("{\"limits\":[{\"name\":\"api\",\"rates\":[\"250/60s\"],\"used\":[126],\"next\":0}]}");

        List<String> lines = new TopView(Json.object(), event).lines();

        assertEquals("api    250/60s   126  [###########         ]   now", lines.get(lines.size() - 1));
    }

    private static JsonNode event(Server server) throws IOException, InterruptedException {
        ObjectNode event = Json.object();
        event.set("server", Json.object());
        return event.set("queues", server.get("/v1/queues").path("queues"));
    }

    private String written() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
