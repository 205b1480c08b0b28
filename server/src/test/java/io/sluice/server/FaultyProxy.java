package io.sluice.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before a server and hands requests on; those whose path ends in some word meet a fault each, as long as there are any. */
final class FaultyProxy implements AutoCloseable {
    /** What becomes of a request. */
    enum Fault {
        /** It is refused as by a server that is busy. */
        BUSY,
        /** Some other server answers it. */
        FOREIGN,
        /** The server does it, and the connection ends without the answer. */
        LOST
    }

    private final URI server;
    private final HttpServer proxy;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Fault> faults = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile String where = "";
    private volatile String retryAfter = "0";
    private volatile Runnable afterEach = () -> {};

    FaultyProxy(URI server) throws IOException {
        this.server = server;
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(threads);
        proxy.createContext("/", this::handle);
        proxy.start();
    }

    String address() {
        return "http://127.0.0.1:" + proxy.getAddress().getPort();
    }

    /** Has the next requests whose path ends so meet these faults, one each. */
    FaultyProxy fail(String where, Fault... next) {
        this.where = where;
        faults.addAll(List.of(next));
        return this;
    }

    /** Has those that are refused be told so. */
    FaultyProxy retryAfter(String seconds) {
        retryAfter = seconds;
        return this;
    }

    /** Has something done after each request that the server has answered. */
    FaultyProxy afterEach(Runnable deed) {
        afterEach = deed;
        return this;
    }

    /** Returns the paths of the requests so far, in their order. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        proxy.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(path);
        Fault fault = path.endsWith(where) ? next() : null;
        if (fault == Fault.BUSY) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            answer(exchange, 503, "{\"error\":{\"code\":\"BUSY\",\"message\":\"too many\"}}");
            return;
        }
        if (fault == Fault.FOREIGN) {
            answer(exchange, 404, "<html>no such page</html>");
            return;
        }
        HttpResponse<String> answer = handOn(exchange.getRequestMethod(), path, body);
        afterEach.run();
        if (fault == Fault.LOST) {
            exchange.close();
        } else {
            answer(exchange, answer.statusCode(), answer.body());
        }
    }

    private synchronized Fault next() {
        return faults.poll();
    }

    private HttpResponse<String> handOn(String method, String path, byte[] body) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(server.resolve(path))
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
