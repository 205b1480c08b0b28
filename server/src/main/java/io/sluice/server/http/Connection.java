package io.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * One client. Its requests are answered one after the other, in their order: what it sends ahead waits, and nothing more is
 * read until it is its turn. The event loop's thread only.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private final Desk desk;
    private final ArrayDeque<HttpObject> ahead = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private Reading reading;
    private Call answering;
    private Stream stream;
    private Stream.Source source;
    private boolean closing;

    Connection(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (answering != null) {
            ahead.add((HttpObject) message);
            context.channel().config().setAutoRead(false);
        } else {
            take((HttpObject) message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        drop();
        if (answering != null) {
            answering.gone();
        }
        if (source != null) {
            source.end(stream);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            desk.report(cause);
        }
        context.close();
    }

    private void take(HttpObject object) {
        try {
            if (object.decoderResult().isFailure()) {
                refuse(Desk.refusal(object.decoderResult().cause()));
                return;
            }
            if (object instanceof HttpRequest request) {
                begin(request);
            }
            if (object instanceof HttpContent content && reading != null) {
                add(content.content());
            }
            if (object instanceof LastHttpContent && reading != null) {
                end();
            }
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void begin(HttpRequest request) {
        reading = new Reading(request);
        try {
            reading.route = desk.route(request);
            reading.maxLength = desk.maxBodyLength(reading.route);
            Desk.checkLength(HttpUtil.getContentLength(request, 0L), reading.maxLength);
        } catch (RuntimeException refused) {
            reading.refusal = refused;
        }
        if (reading.isTooLong() || HttpUtil.is100ContinueExpected(request) && reading.refusal != null) {
            refuse(reading.refusal);
        } else if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private void add(ByteBuf content) {
        if (reading.refusal != null) {
            return;
        }
        try {
            Desk.checkLength((long) reading.body.readableBytes() + content.readableBytes(), reading.maxLength);
            reading.body.writeBytes(content);
        } catch (RequestRefused tooLong) {
            refuse(tooLong);
        }
    }

    private void end() {
        Reading complete = reading;
        reading = null;
        byte[] body = ByteBufUtil.getBytes(complete.body);
        complete.body.release();
        CompletableFuture<Answer> answer;
        try {
            if (complete.refusal != null) {
                throw complete.refusal;
            }
            answering = new Call(complete.request, complete.route, body);
            answer = complete.route.endpoint().answer(answering);
        } catch (RuntimeException refused) {
            answer = CompletableFuture.failedFuture(refused);
        }
        answer.whenComplete((value, failure) -> {
            Answer said = failure == null ? value : Answer.of(failure);
            if (context.executor().inEventLoop()) {
                send(complete.request, said);
            } else {
                context.executor().execute(() -> send(complete.request, said));
            }
        });
    }

    private void send(HttpRequest request, Answer answer) {
        if (!context.channel().isActive()) {
            return;
        }
        if (answer.stream() != null) {
            begin(answer);
            return;
        }
        answering = null;
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                answer.status(),
                isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body()));
        fill(response.headers(), answer);
        if (!answer.status().equals(HttpResponseStatus.NO_CONTENT)
                && !answer.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        if (Desk.staysOpen(request)) {
            context.writeAndFlush(response, context.voidPromise());
            resume();
        } else {
            close(response);
        }
    }

    private void begin(Answer answer) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status());
        fill(response.headers(), answer);
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        context.writeAndFlush(response, context.voidPromise());
        stream = new Stream(context.channel());
        source = answer.stream();
        source.begin(stream);
    }

    /** Answers what cannot be read on from, and closes. */
    private void refuse(RuntimeException refusal) {
        if (reading != null) {
            reading.body.release();
            reading = null;
        }
        Answer answer = Answer.of(refusal);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, answer.status(), Unpooled.wrappedBuffer(answer.body()));
        fill(response.headers(), answer);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        close(response);
    }

    private void close(FullHttpResponse response) {
        closing = true;
        drop();
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private void resume() {
        while (answering == null && !closing && !ahead.isEmpty()) {
            take(ahead.poll());
        }
        if (ahead.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void drop() {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        if (reading != null) {
            reading.body.release();
            reading = null;
        }
    }

    private static void fill(HttpHeaders headers, Answer answer) {
        answer.headers().forEach(headers::set);
        Desk.SECURITY_HEADERS.forEach(headers::set);
    }

    /** A request that is coming in. */
    private static final class Reading {
        private final HttpRequest request;
        private final ByteBuf body = Unpooled.buffer(0);
        private Route route;
        private long maxLength;
        private RuntimeException refusal;

        Reading(HttpRequest request) {
            this.request = request;
        }

        boolean isTooLong() {
            return refusal instanceof RequestRefused refused
                    && refused.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        }
    }
}
