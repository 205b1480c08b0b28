package io.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import java.util.List;

/** Reads requests; what two readers could understand in two ways is no request. */
final class RequestDecoder extends HttpRequestDecoder {
    /** The longest first line, bytes. */
    static final int MAX_LINE_LENGTH = 8 << 10;
    /** The longest headers together, bytes. */
    static final int MAX_HEADERS_LENGTH = 16 << 10;

    private Part part = Part.BEFORE;

    /** Where in a request the next byte is: before its first line, in its head, in its body; or in nothing that is read. */
    private enum Part {
        BEFORE,
        HEAD,
        BODY,
        OVER
    }

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
        if (part == Part.BEFORE && skipEmptyLines(buffer)) {
            part = Part.HEAD;
        }
        if (part == Part.HEAD && isFolded(buffer)) {
            part = Part.OVER;
            HttpMessage folded = createInvalidMessage();
            folded.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("a header of two lines")));
            out.add(folded);
        }
        if (part == Part.OVER) {
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

    private void follow(Object read) {
        if (read instanceof HttpRequest) {
            part = Part.BODY;
        }
        if (read instanceof LastHttpContent) {
            part = Part.BEFORE;
        }
    }

    /** Skips what may stand between two requests; tells whether the next one has begun. */
    private static boolean skipEmptyLines(ByteBuf buffer) {
        int begin = buffer.forEachByte(ByteProcessor.FIND_NON_CRLF);
        buffer.readerIndex(begin < 0 ? buffer.writerIndex() : begin);
        return begin >= 0;
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
