package io.sluice.bench.compare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A connection with beanstalkd. Answers come in the order of the commands: a line, behind which a reserved job's body follows
 * (beanstalkd, doc/protocol.txt). Any thread.
 */
final class BeanstalkdConnection extends ByteToMessageDecoder {
    static final String RESERVED = "RESERVED";

    private static final int END_LENGTH = 2;

    private final Queue<CompletableFuture<Answer>> asked = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private String reserved;

    /**
     * What beanstalkd says.
     *
     * @param line without its end.
     * @param body of a reserved job; null behind any other line.
     */
    record Answer(String line, String body) {}

    /** Sends a command, with its end and its body. */
    CompletionStage<Answer> ask(String command) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (context.executor().inEventLoop()) {
            send(command, answer);
        } else {
            context.executor().execute(() -> send(command, answer));
        }
        return answer;
    }

    private void send(String command, CompletableFuture<Answer> answer) {
        if (!context.channel().isActive()) {
            answer.completeExceptionally(new IOException("beanstalkd has closed the connection"));
            return;
        }
        asked.add(answer);
        context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), command), context.voidPromise());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    protected void decode(ChannelHandlerContext current, ByteBuf in, List<Object> out) {
        if (reserved == null) {
            decodeLine(in);
        } else {
            decodeBody(in);
        }
    }

    private void decodeLine(ByteBuf in) {
        int length = in.bytesBefore((byte) '\r');
        if (length < 0 || in.readableBytes() < length + END_LENGTH) {
            return;
        }
        String line = read(in, length);
        if (line.startsWith(RESERVED)) {
            reserved = line;
        } else {
            asked.remove().complete(new Answer(line, null));
        }
    }

    private void decodeBody(ByteBuf in) {
        int length = Integer.parseInt(reserved.substring(reserved.lastIndexOf(' ') + 1));
        if (in.readableBytes() < length + END_LENGTH) {
            return;
        }
        Answer answer = new Answer(reserved, read(in, length));
        reserved = null;
        asked.remove().complete(answer);
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        asked.forEach(answer -> answer.completeExceptionally(new IOException("beanstalkd has closed the connection")));
        asked.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext broken, Throwable cause) {
        broken.close();
    }

    private static String read(ByteBuf in, int length) {
        String text = in.readCharSequence(length, StandardCharsets.US_ASCII).toString();
        in.skipBytes(END_LENGTH);
        return text;
    }
}
