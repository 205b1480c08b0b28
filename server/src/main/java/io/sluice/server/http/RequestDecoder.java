package io.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/** Reads requests; what two readers could understand in two ways is no request. */
final class RequestDecoder extends HttpRequestDecoder {
    /** The longest first line, bytes. */
    static final int MAX_LINE_LENGTH = 8 << 10;
    /** The longest headers together, bytes. */
    static final int MAX_HEADERS_LENGTH = 16 << 10;

    private boolean inHead = true;
    private boolean over;

    RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_LENGTH)
                .setMaxHeaderSize(MAX_HEADERS_LENGTH)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        if (!over && inHead && isFolded(buffer)) {
            over = true;
            HttpMessage folded = createInvalidMessage();
            folded.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("a header of two lines")));
            out.add(folded);
        }
        if (over) {
            buffer.skipBytes(buffer.readableBytes());
        } else {
            super.decode(context, buffer, out);
            out.forEach(this::follow);
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }

    private void follow(Object part) {
        if (part instanceof HttpRequest) {
            inHead = false;
        }
        if (part instanceof LastHttpContent) {
            inHead = true;
        }
    }

    /** Tells whether one of the lines of a head, of which the buffer begins with one, goes on with the line before. */
    private static boolean isFolded(ByteBuf buffer) {
        int line = buffer.readerIndex();
        int end = buffer.writerIndex();
        while (line < end && !isBlank(buffer.getByte(line))) {
            int next = buffer.indexOf(line, end, (byte) '\n') + 1;
            boolean isLast = next == 0 || next - line <= 2;
            line = isLast ? end : next;
        }
        return line < end;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
