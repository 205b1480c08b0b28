package io.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.sluice.server.metrics.DoorTotals;

/** Counts connections, and the bytes as they are on the wire. */
@Sharable
final class Counting extends ChannelDuplexHandler {
    private final DoorTotals totals;

    Counting(DoorTotals totals) {
        this.totals = totals;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        totals.countOpened();
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        totals.countClosed();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        totals.countReceived(((ByteBuf) message).readableBytes());
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        totals.countSent(((ByteBuf) message).readableBytes());
        context.write(message, promise);
    }
}
