package io.sluice.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections share: which requests are let through, and to which route. */
final class Desk {
    /** The headers of every answer: nothing from elsewhere runs in the page, and the page runs in nothing. */
    static final Map<String, String> SECURITY_HEADERS = Map.of(
            "content-security-policy",
                    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "x-content-type-options", "nosniff",
            "x-frame-options", "DENY",
            "referrer-policy", "no-referrer");

    /** The longest body of a batch, bytes. */
    static final long MAX_BATCH_LENGTH = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final long MAX_OTHER_LENGTH = 64 << 10;

    private final Router router;
    private final Pages pages = new Pages();
    private final long maxBodyLength;

    Desk(Router router, int maxPayloadLength) {
        this.router = router;
        // Base64 makes four of three.
        maxBodyLength = maxPayloadLength * 14L / 10 + MAX_OTHER_LENGTH;
    }

    /** Returns the route of a request whose head has come in; refuses it if it is to go no further. */
    Route route(HttpRequest request) {
        if (request.protocolVersion().majorVersion() != 1) {
            throw RequestRefused.wrong(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here");
        }
        if (!request.uri().startsWith("/")) {
            throw RequestRefused.wrong(HttpResponseStatus.BAD_REQUEST, "the target must be a path");
        }
        String path = new QueryStringDecoder(request.uri()).rawPath();
        Route route = router.find(request.method(), path);
        route = route == null ? pages.find(path) : route;
        if (route == null) {
            throw RequestRefused.wrong(HttpResponseStatus.NOT_FOUND, "there is no such path");
        }
        checkType(request);
        return route;
    }

    /** Returns how long the body of a request may be, bytes. */
    long maxBodyLength(Route route) {
        return route.takesBatch() ? Math.max(MAX_BATCH_LENGTH, maxBodyLength) : maxBodyLength;
    }

    void report(Throwable failure) {
        LOG.warn("A connection failed", failure);
    }

    static void checkLength(long length, long maxLength) {
        if (length > maxLength) {
            throw new RequestRefused(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "TOOBIG",
                    "the body may be " + maxLength + " bytes long");
        }
    }

    /** Tells whether the connection is for further requests too. */
    static boolean staysOpen(HttpRequest request) {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1) && HttpUtil.isKeepAlive(request);
    }

    /** Returns why what was sent is no request. */
    static RequestRefused refusal(Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            return RequestRefused.wrong(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers may be 16 KiB long");
        }
        if (cause instanceof TooLongHttpLineException) {
            return RequestRefused.wrong(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the first line may be 8 KiB long");
        }
        return RequestRefused.wrong(HttpResponseStatus.BAD_REQUEST, "this is not HTTP as it should be");
    }

    private static void checkType(HttpRequest request) {
        boolean hasBody = HttpUtil.getContentLength(request, 0L) > 0 || HttpUtil.isTransferEncodingChunked(request);
        CharSequence type = HttpUtil.getMimeType(request);
        if (hasBody && (type == null || !HttpHeaderValues.APPLICATION_JSON.contentEqualsIgnoreCase(type))) {
            throw RequestRefused.wrong(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be JSON, and " + HttpHeaderNames.CONTENT_TYPE + " must say application/json");
        }
    }
}
