package io.sluice.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.server.access.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the page, from the class path. */
final class Pages {
    private static final String INDEX = "/index.html";
    private static final Pattern FILE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, Answer> files = new ConcurrentHashMap<>();

    /** Returns the route of a file, {@code null} if there is none of that name. */
    Route find(String path) {
        String file = path.equals("/") ? INDEX : path;
        if (!FILE.matcher(file).matches() || !TYPES.containsKey(ending(file))) {
            return null;
        }
        Answer answer = files.computeIfAbsent(file, Pages::read);
        return answer == null
                ? null
                : new Route(HttpMethod.GET, path, Permission.READ, call -> {
                    String known = call.header(HttpHeaderNames.IF_NONE_MATCH.toString());
                    return CompletableFuture.completedFuture(
                            answer.headers().get("etag").equals(known)
                                    ? Answer.empty(HttpResponseStatus.NOT_MODIFIED)
                                    : answer);
                });
    }

    private static Answer read(String file) {
        try (InputStream in = Pages.class.getResourceAsStream("page" + file)) {
            if (in == null) {
                return null;
            }
            byte[] content = in.readAllBytes();
            return Answer.of(TYPES.get(ending(file)), content)
                    .with("etag", "\"" + Integer.toHexString(Arrays.hashCode(content)) + "-" + content.length + "\"")
                    .with("cache-control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ending(String file) {
        return file.substring(file.lastIndexOf('.') + 1);
    }
}
