package io.sluice.server.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.sluice.server.access.User;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that has come in completely, and whether its client is still there. */
public final class Call {
    private final HttpRequest request;
    private final User user;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, List<String>> query;
    private final byte[] body;
    private Runnable whenGone;
    private boolean gone;

    /** Throws {@link IllegalArgumentException} for a query that the route does not know. */
    Call(HttpRequest request, Route route, User user, byte[] body) {
        this.request = request;
        this.user = user;
        this.body = body;
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        query = uri.parameters();
        query.forEach((name, values) -> check(route, name, values));
        List<String> values = Route.segments(uri.rawPath());
        for (int i = 0; i < values.size(); i++) {
            String name = route.segments().get(i);
            if (Route.isVariable(name)) {
                variables.put(name.substring(1, name.length() - 1), decoded(values.get(i)));
            }
        }
    }

    /**
     * Returns who asks.
     *
     * @return the user; who has the permission that the route takes, and reaches the queue, the limit or the task's queue
     *     that the path names.
     */
    public User user() {
        return user;
    }

    /**
     * Returns a segment of the path.
     *
     * @param variable its name in the route's template.
     * @return the segment, decoded; {@code null} if the template has no such name.
     */
    public String path(String variable) {
        return variables.get(variable);
    }

    /**
     * Returns a parameter of the query.
     *
     * @param name its name.
     * @return its value, if there is one.
     */
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }

    /**
     * Returns a header.
     *
     * @param name its name, in whatever case.
     * @return the first value, if there is one.
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.headers().get(name));
    }

    /**
     * Reads the body.
     *
     * @return the members of the JSON object that it is; of an empty one if there is no body.
     * @throws IllegalArgumentException if it is something else.
     */
    public Members members() {
        return Members.of(body);
    }

    /**
     * Has something done if the client goes away before it is answered: at once if it is gone already. Any thread.
     *
     * @param action done once at most.
     */
    public synchronized void whenGone(Runnable action) {
        if (gone) {
            action.run();
        } else {
            whenGone = action;
        }
    }

    /** Tells whether the client is gone. */
    synchronized boolean isGone() {
        return gone;
    }

    /** Tells whether what was asked for can be undone as long as the client has not heard of it. */
    synchronized boolean isRevocable() {
        return whenGone != null;
    }

    /** Says that the client is gone. */
    synchronized void gone() {
        gone = true;
        if (whenGone != null) {
            whenGone.run();
            whenGone = null;
        }
    }

    private static void check(Route route, String name, List<String> values) {
        if (!route.parameters().contains(name)) {
            throw new IllegalArgumentException("unknown parameter " + Members.quoted(name));
        }
        if (values.size() > 1) {
            throw new IllegalArgumentException(name + " may be there once");
        }
    }

    private static String decoded(String segment) {
        // The plus stands for a space in a query only.
        return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
