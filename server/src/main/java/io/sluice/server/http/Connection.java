package io.sluice.server.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.sluice.server.access.User;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * One client. Its requests are answered one after the other, in their order: what it sends ahead waits, and nothing more is
 * read until it is its turn. The event loop's thread only.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private static final long LINGER_MS = 1_000;
    private static final int MAX_AHEAD = 16;
    /** The longest answer that is given however much is not read yet, bytes. */
    static final int MAX_SHORT_LENGTH = 16 << 10;

    private final Desk desk;
    private final Patience patience;
    private final InetAddress from;
    private final ArrayDeque<HttpObject> ahead = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private Reading reading;
    private Reading answering;
    private Call call;
    private Stream stream;
    private Stream.Source source;
    private boolean admitting;
    private boolean writing;
    private boolean closing;

    /** Makes a connection with a client at some address. */
    Connection(Desk desk, Patience patience, InetAddress from) {
        this.desk = desk;
        this.patience = patience;
        this.from = from;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Cuts the connection if whoever waits for an answer, or listens, is no user any more. */
    void cutUnlessWelcome() {
        if (call != null && !desk.gate().isWelcome(call.user())) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (isBusy()) {
            ahead.add((HttpObject) message);
            // Reading on is how the end of the connection is noticed.
            context.channel().config().setAutoRead(ahead.size() < MAX_AHEAD);
        } else {
            take((HttpObject) message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Patience.Late.REQUEST && !closing) {
            refuse(RequestRefused.wrong(
                    HttpResponseStatus.REQUEST_TIMEOUT,
                    "a request must be complete in " + TimeUnit.NANOSECONDS.toSeconds(Patience.REQUEST_NS) + " s"));
        } else if (event instanceof Patience.Late) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        drop();
        if (source != null) {
            source.end(stream);
        }
        if (answering != null) {
            answering.release();
            answering = null;
        }
        if (call != null) {
            call.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!isOfClient(cause)) {
            desk.report(cause);
        }
        context.close();
    }

    /** Tells whether a failure is nothing but what a client does, or leaves undone: whoever likes is not to fill the log. */
    private static boolean isOfClient(Throwable failure) {
        return failure instanceof IOException
                || failure.getCause() instanceof SSLException
                || failure instanceof WriteTimeoutException;
    }

    /** Tells whether the next request has to wait for its turn. */
    private boolean isBusy() {
        return admitting || answering != null || writing;
    }

    private void take(HttpObject object) {
        try {
            if (object.decoderResult().isFailure()) {
                throw Desk.refusal(object.decoderResult().cause());
            }
            if (object instanceof HttpRequest request) {
                begin(request);
            }
            if (object instanceof HttpContent content) {
                reading.add(content.content());
            }
            if (object instanceof LastHttpContent) {
                end();
            }
        } catch (RequestRefused refused) {
            refuse(refused);
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void begin(HttpRequest request) {
        desk.checkFraming(request);
        reading = new Reading(request, desk.bodies());
        try {
            Route route = desk.route(request);
            reading.admit(route, desk.maxBodyLength(route));
            admit(desk.gate().admit(request, route, from));
        } catch (RequestRefused refused) {
            refuseHead(refused);
        }
    }

    /** Reads no further before it is known who asks. */
    private void admit(CompletableFuture<User> admission) {
        admitting = true;
        admission.whenComplete((user, failure) -> onLoop(() -> admitted(user, failure)));
    }

    private void admitted(User user, Throwable failure) {
        admitting = false;
        if (closing) {
            return;
        }
        if (failure != null) {
            refuseHead(RequestRefused.of(failure));
        } else {
            reading.user(user);
            if (HttpUtil.is100ContinueExpected(reading.request())) {
                context.writeAndFlush(Responses.goOn(), context.voidPromise());
            }
        }
        resume();
    }

    /** Refuses a request when its body has been read, if that is worth it and the client will send it at all. */
    private void refuseHead(RequestRefused refused) {
        boolean tooLong = refused.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        if (tooLong || HttpUtil.is100ContinueExpected(reading.request())) {
            refuse(refused);
        } else {
            reading.refuse(refused);
        }
    }

    private void end() {
        patience.complete();
        answering = reading;
        reading = null;
        answer().whenComplete((answer, failure) -> onLoop(() -> send(answer, failure)));
    }

    private CompletableFuture<Answer> answer() {
        try {
            call = answering.call();
            Call asked = call;
            Endpoint endpoint = answering.route().endpoint();
            return desk.gate().reach(asked).thenCompose(reached -> endpoint.answer(asked));
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void send(Answer said, Throwable failure) {
        if (answering == null) {
            // The client is gone.
            return;
        }
        Answer answer = failure == null ? said : Answer.of(failure);
        if (answer.source() == null) {
            sendAll(withRoom(answer));
        } else if (isHead()) {
            // There is no telling how long it would be.
            answer.source().end(null);
            sendAll(answer);
        } else {
            begin(answer);
        }
    }

    /** Returns an answer with room taken for it until the client has read it: this one, or that there is none. */
    private Answer withRoom(Answer answer) {
        int length = isHead() ? 0 : answer.body().length;
        if (desk.unread().tryTake(length)) {
            return answer;
        }
        if (length > MAX_SHORT_LENGTH && isRevocable()) {
            call.gone();
            return withRoom(Answer.of(RequestRefused.unavailable("BUSY", "too many long answers are not read yet")));
        }
        desk.unread().take(length);
        return answer;
    }

    /** Tells whether what was asked for may be refused though it is answered already. */
    private boolean isRevocable() {
        return desk.changesNothing(answering.request()) || call != null && call.isRevocable();
    }

    private void sendAll(Answer answer) {
        boolean staysOpen = Desk.staysOpen(answering.request());
        FullHttpResponse response = Responses.full(answer, isHead());
        Call answered = call;
        answering.release();
        answering = null;
        call = null;
        desk.count(answer.status());
        if (staysOpen) {
            writing = true;
            write(response, answered).addListener(this::written);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            closing = true;
            drop();
            write(response, answered).addListener(written -> linger());
        }
    }

    private ChannelFuture write(FullHttpResponse response, Call answered) {
        int length = response.content().readableBytes();
        return context.writeAndFlush(response).addListener(written -> {
            desk.unread().give(length);
            if (!written.isSuccess() && answered != null) {
                // It is as if the client had gone before.
                answered.gone();
            }
        });
    }

    /** Goes on once an answer is out: a client that reads none of them has one at a time waiting for it. */
    private void written(Future<?> written) {
        writing = false;
        if (written.isSuccess()) {
            patience.answered();
            resume();
        } else {
            context.close();
        }
    }

    private boolean isHead() {
        return answering.request().method().equals(HttpMethod.HEAD);
    }

    private void begin(Answer answer) {
        desk.count(answer.status());
        context.writeAndFlush(Responses.head(answer), context.voidPromise());
        stream = new Stream(context.channel(), desk.unread());
        source = answer.source();
        source.begin(stream);
    }

    /** Answers what cannot be read on from, and closes. */
    private void refuse(RequestRefused refused) {
        desk.count(refused.status());
        closing = true;
        drop();
        context.writeAndFlush(Responses.last(Answer.of(refused))).addListener(written -> linger());
    }

    /** Lets the client read the answer before it hears that what it still sends is not read: that would have its system drop it. */
    private void linger() {
        if (context.channel() instanceof DuplexChannel duplex) {
            context.channel().config().setAutoRead(true);
            closeOutput(duplex);
            context.executor().schedule(() -> context.close(), LINGER_MS, TimeUnit.MILLISECONDS);
        } else {
            context.close();
        }
    }

    private static void closeOutput(DuplexChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(farewell -> channel.shutdownOutput());
        }
    }

    private void resume() {
        while (!isBusy() && !closing && !ahead.isEmpty()) {
            take(ahead.poll());
        }
        if (ahead.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void onLoop(Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
        } else {
            context.executor().execute(task);
        }
    }

    private void drop() {
        ahead.forEach(ReferenceCountUtil::release);
        ahead.clear();
        if (reading != null) {
            reading.release();
            reading = null;
        }
    }
}
