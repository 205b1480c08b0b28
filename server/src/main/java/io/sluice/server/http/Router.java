package io.sluice.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.sluice.server.access.Permission;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which endpoint answers which requests. Any thread.
 *
 * <pre>{@code
 * router.add(HttpMethod.GET, "/v1/queues/{queue}/history", Permission.READ, call -> history(call.path("queue")));
 * }</pre>
 */
public final class Router {
    private final List<Route> routes = new CopyOnWriteArrayList<>();

    Router() {}

    /**
     * Adds a route.
     *
     * @param method of the requests; whoever answers GET answers HEAD too.
     * @param template of their paths: a segment {@code {name}} stands for any one, which {@link Call#path} tells.
     * @param permission what the user must be allowed to; {@code null} if nobody is asked.
     * @param endpoint answers them.
     * @return this.
     */
    public Router add(HttpMethod method, String template, Permission permission, Endpoint endpoint) {
        routes.add(new Route(method, template, permission, endpoint));
        return this;
    }

    /** Returns all routes. */
    List<Route> routes() {
        return routes;
    }

    /** Returns the route of a request, {@code null} if there is no such path; refuses a method that the path has not. */
    Route find(HttpMethod method, String path) {
        List<String> segments = Route.segments(path);
        List<Route> fitting =
                routes.stream().filter(route -> route.fits(segments)).toList();
        HttpMethod wanted = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        return fitting.stream()
                .filter(route -> route.method().equals(wanted))
                .findFirst()
                .orElseGet(() -> {
                    if (!fitting.isEmpty()) {
                        throw new WrongMethod(allowed(fitting));
                    }
                    return null;
                });
    }

    private static String allowed(List<Route> routes) {
        return routes.stream()
                .map(Route::method)
                .flatMap(method ->
                        method.equals(HttpMethod.GET) ? Stream.of(method, HttpMethod.HEAD) : Stream.of(method))
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
    }

    /** The path is there, the method is not. */
    static final class WrongMethod extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String allowed;

        WrongMethod(String allowed) {
            super("this path answers " + allowed, null, false, false);
            this.allowed = allowed;
        }

        String allowed() {
            return allowed;
        }
    }
}
