package io.sluice.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import java.nio.charset.StandardCharsets;

/** The two ends of a connection without a network between them. */
final class EmbeddedConnection extends EmbeddedChannel implements DuplexChannel {
    private boolean outputShutdown;

    /** Brings bytes to the server. */
    void send(byte[] bytes, int from, int to) {
        writeInbound(alloc().directBuffer(to - from).writeBytes(bytes, from, to - from));
    }

    /** Returns the bytes that the server has let out since the last call, as characters. */
    String hear() {
        StringBuilder heard = new StringBuilder();
        for (ByteBuf bytes = readOutbound(); bytes != null; bytes = readOutbound()) {
            heard.append(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
        }
        return heard.toString();
    }

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return promise.setSuccess();
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown;
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        outputShutdown = true;
        return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return shutdownOutput(promise);
    }
}
