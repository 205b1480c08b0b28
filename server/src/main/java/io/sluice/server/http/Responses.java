package io.sluice.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.Set;

/** Answers as they are written. */
final class Responses {
    /** Nothing from elsewhere runs in the page, and the page runs in nothing. */
    private static final Map<String, String> SECURITY = Map.of(
            "content-security-policy",
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options",
            "nosniff",
            "x-frame-options",
            "DENY",
            "referrer-policy",
            "no-referrer");

    private static final Set<HttpResponseStatus> WITHOUT_BODY =
            Set.of(HttpResponseStatus.NO_CONTENT, HttpResponseStatus.NOT_MODIFIED);

    private Responses() {}

    /** Returns an answer; without its body, but with its length, for HEAD. */
    static FullHttpResponse full(Answer answer, boolean head) {
        ByteBuf body = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
        fill(response.headers(), answer);
        if (!WITHOUT_BODY.contains(answer.status())) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        return response;
    }

    /** Returns an answer behind which the connection ends. */
    static FullHttpResponse last(Answer answer) {
        FullHttpResponse response = full(answer, false);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    /** Returns the head of an answer that goes on. */
    static HttpResponse head(Answer answer) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status());
        fill(response.headers(), answer);
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        return response;
    }

    /** Returns what has a client go on that asked whether to send its body. */
    static FullHttpResponse goOn() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
    }

    private static void fill(HttpHeaders headers, Answer answer) {
        SECURITY.forEach(headers::set);
        answer.headers().forEach(headers::set);
    }
}
