package io.sluice.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.RefusedException;
import io.sluice.core.Refusal;
import io.sluice.server.access.Authentication;
import io.sluice.server.access.Permission;
import io.sluice.server.access.User;
import io.sluice.server.access.Users;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds out who asks, and whether they may. */
final class Gate {
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";
    /** Has a browser ask whoever sits before it. */
    private static final Map<String, String> CHALLENGE =
            Map.of(HttpHeaderNames.WWW_AUTHENTICATE.toString(), "Basic realm=\"sluice\", charset=\"UTF-8\"");

    private final Users users;
    private final OpenEngine engine;

    Gate(Users users, OpenEngine engine) {
        this.users = users;
        this.engine = engine;
    }

    /** Tells whether anybody is asked who they are. */
    boolean isGuarded() {
        return users.areThere();
    }

    /**
     * Tells whether somebody may go on who was let in.
     *
     * @param user who was {@linkplain #admit admitted}.
     * @return false if that is no user any more.
     */
    boolean isWelcome(User user) {
        // Whoever was not asked is not in the file either.
        return user == User.ANYBODY || users.have(user);
    }

    /**
     * Finds out who asks.
     *
     * @return completes with the user, who may do what the route is for; exceptionally with a refusal.
     */
    CompletableFuture<User> admit(HttpRequest request, Route route, InetAddress from) {
        if (!users.areThere() || route.permission() == null) {
            return CompletableFuture.completedFuture(User.ANYBODY);
        }
        String credentials = credentials(request.headers().get(HttpHeaderNames.AUTHORIZATION));
        int colon = credentials.indexOf(':');
        if (colon < 0) {
            throw unknown("NOAUTH", "Authorization must be Basic, or Bearer NAME:PASSWORD");
        }
        byte[] password = credentials.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        return users.authenticate(credentials.substring(0, colon), password, from)
                .thenApply(authentication -> allowed(authentication, route.permission()));
    }

    /**
     * Checks that a user is one still, as the body may have taken its time, and has to do with what a request names in its
     * path; completes exceptionally with a refusal if not.
     */
    CompletableFuture<Void> reach(Call call) {
        User user = call.user();
        if (!isWelcome(user)) {
            throw wrongPassword();
        }
        if (!user.isConfined()) {
            return CompletableFuture.completedFuture(null);
        }
        for (String variable : new String[] {"queue", "limit"}) {
            if (call.path(variable) != null) {
                checkReach(user, call.path(variable));
            }
        }
        return call.path("id") == null ? CompletableFuture.completedFuture(null) : reachTask(user, call.path("id"));
    }

    /** Refuses a name that a user has nothing to do with. */
    static void checkReach(User user, String name) {
        if (!user.reaches(name)) {
            throw new RequestRefused(
                    HttpResponseStatus.FORBIDDEN, "NOPERM", "this user does not reach " + Members.quoted(name));
        }
    }

    private CompletableFuture<Void> reachTask(User user, String id) {
        return engine.get()
                .task(id)
                .thenAccept(task -> checkReach(
                        user,
                        task.orElseThrow(() -> new RefusedException(Refusal.NOTASK))
                                .queue()));
    }

    private static User allowed(Authentication authentication, Permission permission) {
        return switch (authentication.outcome()) {
            case WRONG -> throw wrongPassword();
            case BUSY -> throw RequestRefused.unavailable("BUSY", "too many ask who they are at once");
            case WELCOME -> allowed(authentication.user(), permission);
        };
    }

    private static User allowed(User user, Permission permission) {
        if (!user.may(permission)) {
            throw new RequestRefused(
                    HttpResponseStatus.FORBIDDEN, "NOPERM", "this takes the permission " + permission.word());
        }
        return user;
    }

    /** Returns name and password with a colon between; the empty text if there is nothing of the kind. */
    private static String credentials(String authorization) {
        if (authorization == null) {
            return "";
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            // Headers are read as Latin-1, a character for each byte.
            byte[] bytes = authorization.substring(BEARER.length()).trim().getBytes(StandardCharsets.ISO_8859_1);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? decoded(authorization.substring(BASIC.length()).trim())
                : "";
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static RequestRefused wrongPassword() {
        return unknown("WRONGPASS", "no user has this name and password");
    }

    private static RequestRefused unknown(String code, String message) {
        return new RequestRefused(HttpResponseStatus.UNAUTHORIZED, code, message, CHALLENGE);
    }
}
