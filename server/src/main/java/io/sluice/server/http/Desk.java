package io.sluice.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.sluice.server.metrics.DoorTotals;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections share: which requests are let through, and to which route. */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    /** The longest body of a batch, bytes. */
    private static final long MAX_BATCH_LENGTH = 8 << 20;

    private static final long MAX_OTHER_LENGTH = 64 << 10;
    /** How many of the longest bodies there may be at once. */
    private static final int MAX_LONGEST_BODIES = 8;

    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Router router;
    private final Pages pages = new Pages();
    private final long maxBodyLength;
    private final Budget bodies;
    private final Budget unread;
    private final Gate gate;
    private final DoorTotals totals;

    /** Makes a desk; {@code unread} is for answers that are not read yet. */
    Desk(Router router, Gate gate, int maxPayloadLength, Budget unread, DoorTotals totals) {
        this.router = router;
        this.gate = gate;
        this.unread = unread;
        this.totals = totals;
        // Base64 makes four of three.
        maxBodyLength = maxPayloadLength * 14L / 10 + MAX_OTHER_LENGTH;
        bodies = new Budget(Math.max(MAX_BATCH_LENGTH, maxBodyLength) * MAX_LONGEST_BODIES);
    }

    /** Counts an answer, and whether it is a refusal. */
    void count(HttpResponseStatus status) {
        totals.countCommand();
        if (status.code() >= HttpResponseStatus.BAD_REQUEST.code()) {
            totals.countRefusal(Integer.toString(status.code()));
        }
    }

    /** Refuses a request of which it is not certain where it ends, or whom it is for. */
    void checkFraming(HttpRequest request) {
        String encoding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
        if (encoding != null && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(encoding)) {
            throw RequestRefused.wrong(HttpResponseStatus.BAD_REQUEST, "Transfer-Encoding may be chunked only");
        }
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && !length.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw RequestRefused.wrong(HttpResponseStatus.BAD_REQUEST, "Content-Length must be a number");
        }
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            throw RequestRefused.wrong(HttpResponseStatus.BAD_REQUEST, "there must be one Host");
        }
        if (request.protocolVersion().majorVersion() != 1) {
            throw RequestRefused.wrong(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here");
        }
    }

    /** Returns the route of a request whose head has come in; refuses it if it is to go no further. */
    Route route(HttpRequest request) {
        Origins.check(request, gate.isGuarded(), changesNothing(request));
        if (!request.uri().startsWith("/")) {
            throw RequestRefused.wrong(HttpResponseStatus.BAD_REQUEST, "the target must be a path");
        }
        Route route = find(request.method(), new QueryStringDecoder(request.uri()).rawPath());
        checkType(request);
        return route;
    }

    /** Returns how long the body of a request may be, bytes. */
    long maxBodyLength(Route route) {
        return route.takesBatch() ? Math.max(MAX_BATCH_LENGTH, maxBodyLength) : maxBodyLength;
    }

    Gate gate() {
        return gate;
    }

    /** Returns the memory for bodies that come in. */
    Budget bodies() {
        return bodies;
    }

    /** Returns the memory for answers until they are read. */
    Budget unread() {
        return unread;
    }

    /** Tells whether a request only looks. */
    boolean changesNothing(HttpRequest request) {
        return LOOKING.contains(request.method());
    }

    void report(Throwable failure) {
        LOG.warn("A connection failed", failure);
    }

    /** Tells whether the connection is for further requests too. */
    static boolean staysOpen(HttpRequest request) {
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1) && HttpUtil.isKeepAlive(request);
    }

    /** Returns why what was sent is no request. */
    static RequestRefused refusal(Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            return RequestRefused.wrong(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "the headers may be " + RequestDecoder.MAX_HEADERS_LENGTH + " bytes long");
        }
        if (cause instanceof TooLongHttpLineException) {
            return RequestRefused.wrong(
                    HttpResponseStatus.REQUEST_URI_TOO_LONG,
                    "the first line may be " + RequestDecoder.MAX_LINE_LENGTH + " bytes long");
        }
        return RequestRefused.wrong(HttpResponseStatus.BAD_REQUEST, "this is not HTTP as it should be");
    }

    private Route find(HttpMethod method, String path) {
        Route route = router.find(method, path);
        if (route == null) {
            route = pages.find(method, path);
        }
        if (route == null) {
            throw RequestRefused.wrong(HttpResponseStatus.NOT_FOUND, "there is no such path");
        }
        return route;
    }

    private static void checkType(HttpRequest request) {
        boolean hasBody = HttpUtil.getContentLength(request, 0L) > 0 || HttpUtil.isTransferEncodingChunked(request);
        CharSequence type = HttpUtil.getMimeType(request);
        if (hasBody && (type == null || !HttpHeaderValues.APPLICATION_JSON.contentEqualsIgnoreCase(type))) {
            throw RequestRefused.wrong(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be JSON, and its Content-Type application/json");
        }
    }
}
