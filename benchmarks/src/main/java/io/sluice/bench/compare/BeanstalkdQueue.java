package io.sluice.bench.compare;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A queue of beanstalkd, spoken to over Netty as Lettuce speaks to Redis: as many loops as processors, a write for each command.
 * Ids are of beanstalkd's making, so those that are given go nowhere.
 */
final class BeanstalkdQueue implements Queue {
    private static final String TIMED_OUT = "TIMED_OUT";

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final List<BeanstalkdConnection> connections = new ArrayList<>();

    /** Connects. */
    BeanstalkdQueue(int port, int count) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new BeanstalkdConnection());
                    }
                });
        for (int i = 0; i < count; i++) {
            Channel channel = bootstrap
                    .connect(InetAddress.getLoopbackAddress(), port)
                    .syncUninterruptibly()
                    .channel();
            connections.add(channel.pipeline().get(BeanstalkdConnection.class));
        }
    }

    @Override
    public CompletionStage<?> submit(int connection, String id, String payload) {
        int length = payload.getBytes(StandardCharsets.US_ASCII).length;
        return connections
                .get(connection)
                .ask("put 1024 0 30 " + length + "\r\n" + payload + "\r\n")
                .thenApply(answer -> expect("INSERTED", answer));
    }

    @Override
    public CompletionStage<Claimed> claim(int connection) {
        return connections
                .get(connection)
                .ask("reserve-with-timeout 0\r\n")
                .thenApply(answer -> answer.line().equals(TIMED_OUT) ? null : claimed(answer));
    }

    @Override
    public CompletionStage<?> complete(int connection, Claimed claimed) {
        return connections
                .get(connection)
                .ask("delete " + claimed.handle() + "\r\n")
                .thenApply(answer -> expect("DELETED", answer));
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static Claimed claimed(BeanstalkdConnection.Answer answer) {
        expect(BeanstalkdConnection.RESERVED, answer);
        return new Claimed(answer.body(), answer.line().split(" ")[1], 0);
    }

    private static BeanstalkdConnection.Answer expect(String word, BeanstalkdConnection.Answer answer) {
        if (!answer.line().startsWith(word)) {
            throw new CompletionException(
                    new IllegalStateException("beanstalkd answered " + answer.line() + ", expected " + word));
        }
        return answer;
    }
}
