package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.server.access.Permission;
import java.util.List;

/**
 * Requests of one kind, and what answers them.
 *
 * @param method of the requests.
 * @param template of their paths, such as {@code /v1/queues/{queue}/tasks}: what stands in braces is any one segment.
 * @param permission what the user must be allowed to; {@code null} if nobody is asked.
 * @param endpoint answers them.
 */
record Route(HttpMethod method, String template, Permission permission, Endpoint endpoint) {
    private static final String BATCH = "/batch";

    /** Splits a path, or a template, into its segments. */
    static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** Tells whether a segment of a template stands for any. */
    static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    /** Tells whether a path, as it was sent, is one of those that the template stands for. */
    boolean fits(List<String> path) {
        List<String> segments = segments(template);
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
        return template.endsWith(BATCH);
    }
}
