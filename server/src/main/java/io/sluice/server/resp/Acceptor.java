package io.sluice.server.resp;

import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.server.access.Tls;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Lets clients in, up to the number that there is room for, and one of this machine beyond that to see to it. */
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final int MIN_READ_LENGTH = 256;
    private static final int INITIAL_READ_LENGTH = 2 << 10;
    private static final int MAX_READ_LENGTH = 64 << 10;
    private static final int MAX_READS_PER_TURN = 4;
    private static final long RETRY_DELAY_MS = 100;
    private static final byte[] TURNED_AWAY =
            ("-ERR " + Connection.TOO_MANY + "\r\n").getBytes(StandardCharsets.US_ASCII);

    private final EventLoop loop;
    private final Desk desk;
    private final Listener listener;
    private final int peerTimeoutSeconds;
    private final Tls tls;
    private final RecvByteBufAllocator reading = new AdaptiveRecvByteBufAllocator(
                    MIN_READ_LENGTH, INITIAL_READ_LENGTH, MAX_READ_LENGTH)
            .maxMessagesPerRead(MAX_READS_PER_TURN);
    private final WriteBufferWaterMark unread =
            new WriteBufferWaterMark(Connection.MAX_UNREAD_LENGTH / 2, Connection.MAX_UNREAD_LENGTH);

    /** Makes an acceptor of clients that came to a listener, and that count as gone some seconds after their last sign. */
    Acceptor(EventLoop loop, Desk desk, Listener listener, int peerTimeoutSeconds) {
        this.loop = loop;
        this.desk = desk;
        this.tls = desk.access().tls();
        this.listener = listener;
        this.peerTimeoutSeconds = peerTimeoutSeconds;
    }

    /** Begins to let clients in. */
    void acceptFrom(ServerChannel serverChannel) {
        serverChannel.pipeline().addLast(this);
        loop.register(serverChannel);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DuplexChannel channel = (DuplexChannel) message;
        configure(channel.config());
        if (desk.connections().admit(isLocal(channel))) {
            Connection connection = new Connection(desk.connections().nextNumber(), channel, desk);
            desk.connections().add(connection);
            if (tls != null) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            }
            channel.pipeline().addLast(connection);
            loop.register(channel);
        } else {
            loop.register(channel);
            channel.writeAndFlush(tls == null ? Unpooled.wrappedBuffer(TURNED_AWAY) : Unpooled.EMPTY_BUFFER)
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Takes a rest when accepting fails, as it does while the process has no descriptors left. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ChannelConfig config = context.channel().config();
        config.setAutoRead(false);
        loop.schedule(() -> config.setAutoRead(true), RETRY_DELAY_MS, TimeUnit.MILLISECONDS);
    }

    private static boolean isLocal(DuplexChannel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                && peer.getAddress().isLoopbackAddress();
    }

    private void configure(ChannelConfig config) {
        config.setAllocator(desk.buffers().allocator());
        config.setRecvByteBufAllocator(reading);
        config.setWriteBufferWaterMark(unread);
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        listener.watchPeer(config, peerTimeoutSeconds);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
}
