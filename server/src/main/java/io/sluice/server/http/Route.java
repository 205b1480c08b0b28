package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.server.access.Permission;
import java.util.List;

/** Requests of one kind, and what answers them. */
final class Route {
    private static final String BATCH = "/batch";

    private final HttpMethod method;
    private final String path;
    private final List<String> segments;
    private final List<String> parameters;
    private final Permission permission;
    private final Endpoint endpoint;

    /**
     * Makes a route.
     *
     * @param method of the requests.
     * @param template of their paths and queries, such as {@code /v1/queues/{queue}/tasks?state&count}.
     * @param permission what the user must be allowed to; {@code null} if nobody is asked.
     * @param endpoint answers them.
     */
    Route(HttpMethod method, String template, Permission permission, Endpoint endpoint) {
        String[] parts = template.split("\\?", 2);
        this.method = method;
        path = parts[0];
        segments = segments(path);
        parameters = parts.length == 1 ? List.of() : List.of(parts[1].split("&"));
        this.permission = permission;
        this.endpoint = endpoint;
    }

    /** Splits a path into its segments. */
    static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** Tells whether a segment of a template stands for any. */
    static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    /** Tells whether a path, as it was sent, is one of those that the template stands for. */
    boolean fits(List<String> path) {
        boolean fits = segments.size() == path.size();
        for (int i = 0; fits && i < path.size(); i++) {
            fits = isVariable(segments.get(i))
                    ? !path.get(i).isEmpty()
                    : segments.get(i).equals(path.get(i));
        }
        return fits;
    }

    /** Tells whether a body may hold many tasks. */
    boolean takesBatch() {
        return path.endsWith(BATCH);
    }

    HttpMethod method() {
        return method;
    }

    /** Returns the template of the path, without a query. */
    String path() {
        return path;
    }

    List<String> segments() {
        return segments;
    }

    /** Returns the names of what a query may say. */
    List<String> parameters() {
        return parameters;
    }

    Permission permission() {
        return permission;
    }

    Endpoint endpoint() {
        return endpoint;
    }
}
