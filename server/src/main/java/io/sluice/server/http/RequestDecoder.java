package io.sluice.server.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads requests; what two readers could understand in two ways is no request. */
final class RequestDecoder extends HttpRequestDecoder {
    /** The longest first line, bytes. */
    static final int MAX_LINE_LENGTH = 8 << 10;
    /** The longest headers together, bytes. */
    static final int MAX_HEADERS_LENGTH = 16 << 10;

    RequestDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_LENGTH)
                .setMaxHeaderSize(MAX_HEADERS_LENGTH)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
