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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files of the page, from the class path: each has a route from when it is first asked for. */
final class Pages {
    private static final String TAG = HttpHeaderNames.ETAG.toString();
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

    private final Router router = new Router();
    private final Map<String, Boolean> added = new ConcurrentHashMap<>();

    /** Returns the route of a file, {@code null} if there is none of that name; refuses a method that files have not. */
    Route find(HttpMethod method, String path) {
        String file = path.equals("/") ? INDEX : path;
        if (FILE.matcher(file).matches() && TYPES.containsKey(ending(file))) {
            added.computeIfAbsent(path, absent -> add(path, file));
        }
        return router.find(method, path);
    }

    /** Adds a file, and tells so; {@code null} if there is none. */
    private Boolean add(String path, String file) {
        Answer answer = read("page" + file);
        if (answer == null) {
            return null;
        }
        router.add(
                HttpMethod.GET, path, Permission.READ, call -> CompletableFuture.completedFuture(fresh(answer, call)));
        return true;
    }

    private static Answer fresh(Answer answer, Call call) {
        String tag = answer.headers().get(TAG);
        Optional<String> known = call.header(HttpHeaderNames.IF_NONE_MATCH.toString());
        return known.equals(Optional.of(tag))
                ? Answer.empty(HttpResponseStatus.NOT_MODIFIED).with(TAG, tag)
                : answer;
    }

    /** Returns a file beside this class as an answer, {@code null} if there is none. */
    static Answer read(String file) {
        try (InputStream in = Pages.class.getResourceAsStream(file)) {
            if (in == null) {
                return null;
            }
            byte[] content = in.readAllBytes();
            return Answer.of(TYPES.get(ending(file)), content)
                    .with(TAG, "\"" + Integer.toHexString(Arrays.hashCode(content)) + "-" + content.length + "\"")
                    .with("cache-control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ending(String file) {
        return file.substring(file.lastIndexOf('.') + 1);
    }
}
