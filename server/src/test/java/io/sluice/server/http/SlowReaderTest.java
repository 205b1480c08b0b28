package io.sluice.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import io.sluice.server.access.Users;
import io.sluice.server.metrics.DoorTotals;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not read what they asked for. */
class SlowReaderTest {
    private static final int MAX_UNREAD = 3 * Connection.MAX_SHORT_LENGTH;

    private final Router router = new Router();
    private final Desk desk =
            new Desk(router, new Gate(Users.none(), new OpenEngine()), 1_000, new Budget(MAX_UNREAD), new DoorTotals());
    private final List<String> asked = new ArrayList<>();
    private final List<String> givenBack = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();

    /** A client, and the network that takes in of the server's answers what the client reads. */
    private final class Reader extends ChannelDuplexHandler {
        private final ArrayDeque<Object> unread = new ArrayDeque<>();
        private final ArrayDeque<ChannelPromise> promises = new ArrayDeque<>();
        private final EmbeddedChannel channel = new EmbeddedChannel();

        Reader() {
            Patience patience = new Patience();
            channel.pipeline()
                    .addLast(
                            this,
                            new HttpResponseEncoder(),
                            patience,
                            new RequestDecoder(),
                            new Connection(desk, patience, InetAddress.getLoopbackAddress()));
            readers.add(this);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            unread.add(message);
            promises.add(promise);
        }

        Reader ask(String method, String path) {
            String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1));
            return this;
        }

        /** Reads what has been written so far, and returns it. */
        String read() {
            StringBuilder read = new StringBuilder();
            for (int left = unread.size(); left > 0; left--) {
                ByteBuf part = (ByteBuf) unread.remove();
                read.append(part.toString(StandardCharsets.ISO_8859_1));
                part.release();
                promises.remove().setSuccess();
            }
            return read.toString();
        }

        /** Goes away without having read anything. */
        void reset() {
            while (!unread.isEmpty()) {
                ReferenceCountUtil.release(unread.remove());
                promises.remove().setFailure(new IOException("reset by peer"));
            }
            channel.close();
        }
    }

    SlowReaderTest() {
        add(HttpMethod.GET, "/long", Connection.MAX_SHORT_LENGTH + 1);
        add(HttpMethod.GET, "/short", Connection.MAX_SHORT_LENGTH);
        add(HttpMethod.POST, "/done", Connection.MAX_SHORT_LENGTH + 1);
        router.add(HttpMethod.POST, "/claim", null, call -> {
            call.whenGone(() -> givenBack.add("a"));
            return answer(Connection.MAX_SHORT_LENGTH + 1);
        });
    }

    @AfterEach
    void close() {
        readers.forEach(Reader::reset);
        readers.forEach(reader -> reader.channel.finishAndReleaseAll());
    }

    @Test
    void shouldBeHeldBackUntilTheAnswerBeforeIsOut() {
        Reader slow = new Reader();

        slow.ask("GET", "/short").ask("GET", "/short");

        assertEquals(List.of("/short"), asked);
        assertTrue(slow.read().startsWith("HTTP/1.1 200 "));
        assertEquals(List.of("/short", "/short"), asked);
        assertTrue(slow.read().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldHaveLongAnswersRefusedUntilOneIsRead() {
        fill();
        Reader next = new Reader();

        assertTrue(next.ask("GET", "/long").read().startsWith("HTTP/1.1 503 "));
        assertTrue(next.ask("GET", "/short").read().startsWith("HTTP/1.1 200 "));

        readers.get(0).read();
        assertTrue(next.ask("GET", "/long").read().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldMakeRoomWhenItGoesAway() {
        fill();

        readers.get(0).reset();

        assertTrue(new Reader().ask("GET", "/long").read().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldHaveAClaimGivenBackForWhichThereIsNoRoom() {
        fill();

        assertTrue(new Reader().ask("POST", "/claim").read().startsWith("HTTP/1.1 503 "));

        assertEquals(List.of("a"), givenBack);
    }

    @Test
    void shouldStillBeToldWhatWasDone() {
        fill();

        assertTrue(new Reader().ask("POST", "/done").read().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void shouldHaveAClaimGivenBackThatCouldNotBeWritten() {
        Reader reader = new Reader().ask("POST", "/claim").ask("GET", "/short");

        reader.reset();

        assertEquals(List.of("a"), givenBack);
        assertEquals(List.of(), asked);
    }

    @Test
    void shouldKeepAClaimThatWasRead() {
        Reader reader = new Reader().ask("POST", "/claim");

        reader.read();
        reader.channel.close();

        assertEquals(List.of(), givenBack);
        assertFalse(reader.channel.isOpen());
    }

    /** Has other clients leave as many answers unread as there may be. */
    private void fill() {
        for (int length = 0; length < MAX_UNREAD; length += Connection.MAX_SHORT_LENGTH + 1) {
            new Reader().ask("GET", "/long");
        }
    }

    private void add(HttpMethod method, String path, int length) {
        router.add(method, path, null, call -> {
            asked.add(path);
            return answer(length);
        });
    }

    private static CompletableFuture<Answer> answer(int length) {
        return CompletableFuture.completedFuture(Answer.of("text/plain", new byte[length]));
    }
}
