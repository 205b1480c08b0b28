package io.sluice.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client does not come to an end: a request has to be complete some time after its first byte, and
 * an idle connection is not kept for ever. Stands before the decoder. The event loop's thread only.
 */
final class Patience extends ChannelInboundHandlerAdapter {
    /** How long a request may take to come in, nanoseconds. */
    static final long REQUEST_NS = TimeUnit.SECONDS.toNanos(30);
    /** How long a connection may be idle, nanoseconds. */
    static final long IDLE_NS = TimeUnit.SECONDS.toNanos(60);

    private static final long NEVER = Long.MAX_VALUE;

    private ChannelHandlerContext context;
    private long untilNs = NEVER;
    private boolean reading;
    private boolean answering;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        await(IDLE_NS);
        check();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!reading && !answering) {
            reading = true;
            await(REQUEST_NS);
        }
        context.fireChannelRead(message);
    }

    /** Says that a request is complete: from now on the client waits. */
    void complete() {
        answering = true;
        reading = false;
        untilNs = NEVER;
    }

    /** Says that the client has its answer. */
    void answered() {
        answering = false;
        await(IDLE_NS);
    }

    private void await(long durationNs) {
        untilNs = nowNs() + durationNs;
    }

    private void check() {
        long leftNs = untilNs == NEVER ? REQUEST_NS : untilNs - nowNs();
        if (leftNs <= 0) {
            context.fireUserEventTriggered(reading ? Late.REQUEST : Late.IDLE);
        } else if (context.channel().isOpen()) {
            context.executor().schedule(this::check, Math.min(leftNs, REQUEST_NS), TimeUnit.NANOSECONDS);
        }
    }

    private long nowNs() {
        return context.executor().ticker().nanoTime();
    }

    /** What took too long. */
    enum Late {
        /** A request is not complete in time. */
        REQUEST,
        /** There was no request for a long time. */
        IDLE
    }
}
