package io.sluice.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.server.access.Permission;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
     * @param template of their paths: a segment {@code {name}} stands for any one, which {@link Call#path} tells. Behind a
     *     question mark, what a query may say: {@code ?state&count}, see {@link Call#query}.
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
        if (fitting.isEmpty()) {
            return null;
        }
        HttpMethod wanted = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        return fitting.stream()
                .filter(route -> route.method().equals(wanted))
                .findFirst()
                .orElseGet(() -> other(method, fitting));
    }

    private static Route other(HttpMethod method, List<Route> fitting) {
        Map<String, String> allow = Map.of(HttpHeaderNames.ALLOW.toString(), allowed(fitting));
        if (method.equals(HttpMethod.OPTIONS)) {
            Answer answer = new Answer(HttpResponseStatus.NO_CONTENT, allow, new byte[0], null);
            return new Route(method, fitting.get(0).path(), null, call -> CompletableFuture.completedFuture(answer));
        }
        throw new RequestRefused(
                HttpResponseStatus.METHOD_NOT_ALLOWED, "ERR", "this path answers " + allowed(fitting), allow);
    }

    private static String allowed(List<Route> routes) {
        return routes.stream()
                .map(Route::method)
                .flatMap(method ->
                        method.equals(HttpMethod.GET) ? Stream.of(method, HttpMethod.HEAD) : Stream.of(method))
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
    }
}
