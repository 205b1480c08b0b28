package io.sluice.server.http;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * A client without a socket, on one thread. Nothing fails behind its connection, what is said to be JSON is, and when the
 * connection is over no buffer is left: {@link #close} throws otherwise.
 */
final class EmbeddedClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ListAppender<ILoggingEvent> FAILURES = failures();

    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true, true);
    private final Witness witness = new Witness();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** Returns what the desk writes into the log, which it does of failures alone. */
    private static ListAppender<ILoggingEvent> failures() {
        ListAppender<ILoggingEvent> failures = new ListAppender<>();
        failures.start();
        ((Logger) LoggerFactory.getLogger(Desk.class)).addAppender(failures);
        return failures;
    }

    /** Connects a client to a desk. */
    EmbeddedClient(Desk desk) {
        Patience patience = new Patience();
        channel.config().setAllocator(buffers);
        channel.pipeline()
                .addLast(new HttpResponseEncoder())
                .addLast(patience)
                .addLast(new RequestDecoder())
                .addLast(witness)
                .addLast(new Connection(desk, patience, InetAddress.getLoopbackAddress()));
    }

    /** Sends some bytes, unless the connection is over; tells whether a request is complete now that was not before. */
    boolean send(byte[] bytes, int from, int to) {
        int before = witness.requests;
        if (channel.isOpen()) {
            channel.writeInbound(buffers.buffer(to - from).writeBytes(bytes, from, to - from));
        }
        return witness.requests > before;
    }

    /** Tells whether a complete request has no answer yet and will have one: nothing comes behind an answer without an end. */
    boolean isWaiting() {
        return channel.isOpen() && !witness.endless && witness.responses < witness.requests;
    }

    /** Returns what was answered since the last call, a character for each byte. */
    String hear() {
        StringBuilder said = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            said.append(part.toString(StandardCharsets.ISO_8859_1));
            part.release();
        }
        return said.toString();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        if (witness.wrong != null) {
            throw witness.wrong;
        }
        if (!FAILURES.list.isEmpty()) {
            throw new AssertionError(FAILURES.list.toString());
        }
        long left = buffers.metric().usedDirectMemory() + buffers.metric().usedHeapMemory();
        if (left != 0) {
            throw new AssertionError(left + " bytes of buffers are left");
        }
    }

    /** Sees requests come and answers go. */
    private static final class Witness extends ChannelDuplexHandler {
        private int requests;
        private int responses;
        private boolean endless;
        private AssertionError wrong;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof LastHttpContent) {
                requests++;
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response && !response.status().equals(HttpResponseStatus.CONTINUE)) {
                responses++;
                endless |= !(response instanceof FullHttpResponse);
                check(response);
            }
            context.write(message, promise);
        }

        private void check(HttpResponse response) {
            if (response.status().equals(HttpResponseStatus.INTERNAL_SERVER_ERROR)) {
                wrong = new AssertionError(response.toString());
            }
            boolean isJson = "application/json".equals(response.headers().get(HttpHeaderNames.CONTENT_TYPE));
            if (isJson
                    && response instanceof FullHttpResponse full
                    && full.content().isReadable()) {
                checkJson(full.content().duplicate());
            }
        }

        private void checkJson(ByteBuf body) {
            try (InputStream in = new ByteBufInputStream(body)) {
                JSON.readTree(in);
            } catch (IOException e) {
                wrong = new AssertionError("not JSON: " + body.toString(StandardCharsets.UTF_8), e);
            }
        }
    }
}
