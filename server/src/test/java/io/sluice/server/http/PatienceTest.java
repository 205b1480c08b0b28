package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.sluice.server.access.Users;
import io.sluice.server.metrics.DoorTotals;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not come to an end, on a clock that is moved by hand. */
class PatienceTest {
    private static final String HEAD = "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private final Router router = new Router();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final EmbeddedChannel channel = channel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldGiveAnIdleConnectionUp() {
        advance(Patience.IDLE_NS - 1);
        assertTrue(channel.isOpen());

        advance(1);

        assertFalse(channel.isOpen());
        assertEquals("", said());
    }

    @Test
    void shouldWaitForHeadersSoLong() {
        send(HEAD);
        advance(Patience.REQUEST_NS / 2);
        send("X: y\r\n");
        advance(Patience.REQUEST_NS / 2 - 1);
        assertEquals("", said());

        advance(1);

        assertTrue(said().startsWith("HTTP/1.1 408 "));
    }

    @Test
    void shouldWaitForABodySoLong() {
        send(HEAD + "Content-Length: 10\r\n\r\n");
        for (int i = 0; i < 9; i++) {
            advance(Patience.REQUEST_NS / 10);
            send("x");
        }
        assertEquals("", said());

        advance(Patience.REQUEST_NS / 10);

        assertTrue(said().startsWith("HTTP/1.1 408 "));
    }

    @Test
    void shouldBePatientWhileTheClientWaits() {
        send(HEAD + "Content-Length: 2\r\n\r\n{}");
        advance(Patience.IDLE_NS * 10);
        assertTrue(channel.isOpen());

        answer.complete(Answer.of(Documents.object().put("late", true)));

        assertTrue(said().endsWith("{\"late\":true}"));
        advance(Patience.IDLE_NS - 1);
        assertTrue(channel.isOpen());
        advance(1);
        assertFalse(channel.isOpen());
    }

    @Test
    void shouldCountAnewForTheNextRequest() {
        answer.complete(Answer.of(Documents.object()));
        send(HEAD + "Content-Length: 2\r\n\r\n{}");
        said();
        advance(Patience.IDLE_NS - 1);
        send("G");
        advance(Patience.REQUEST_NS - 1);
        assertTrue(channel.isOpen());
        assertEquals("", said());

        advance(1);

        assertTrue(said().startsWith("HTTP/1.1 408 "));
    }

    private EmbeddedChannel channel() {
        router.add(HttpMethod.POST, "/x", null, call -> answer);
        Desk desk = new Desk(router, new Gate(Users.none(), new OpenEngine()), 1_000, new Budget(1), new DoorTotals());
        EmbeddedChannel made = new EmbeddedChannel();
        made.freezeTime();
        Patience patience = new Patience();
        made.pipeline()
                .addLast(
                        new HttpResponseEncoder(),
                        patience,
                        new RequestDecoder(),
                        new Connection(desk, patience, InetAddress.getLoopbackAddress()));
        return made;
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    private void advance(long durationNs) {
        channel.advanceTimeBy(durationNs, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Returns what the server has said since the last time. */
    private String said() {
        StringBuilder said = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            said.append(part.toString(StandardCharsets.ISO_8859_1));
            part.release();
        }
        return said.toString();
    }
}
