package io.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ManualClock;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import io.sluice.server.access.Access;
import io.sluice.server.metrics.EngineMeter;
import io.sluice.server.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * The real engine behind the real door, on a clock that is moved by hand, and a client that talks to it. Every answer is
 * checked against the description, and so is every request that was not refused as wrong.
 */
final class LiveServer implements AutoCloseable {
    static final int MAX_PAYLOAD_LENGTH = 1_000;
    static final int MAX_CONNECTIONS = 120;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration MAX_WAIT = Duration.ofSeconds(20);

    private final HttpDoor door;
    private final ManualClock clock = new ManualClock();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Sluice.Builder settings;
    private Sluice engine;

    private LiveServer(Access access, UnaryOperator<Sluice.Builder> more) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        door = new HttpDoor(HttpDoor.listen(anyPort), access, MAX_PAYLOAD_LENGTH, MAX_CONNECTIONS, () -> 7);
        EngineMeter meter = new EngineMeter();
        door.metrics(new Metrics(meter, Map.of("http", door.totals())));
        settings = more.apply(Sluice.builder()
                .durability(Durability.NONE)
                .maxPayloadLength(MAX_PAYLOAD_LENGTH)
                .executor(door.executor())
                .meter(meter)
                .clock(clock));
    }

    /** Opens a server without a journal. */
    static LiveServer open() throws IOException {
        return open(Access.open(), UnaryOperator.identity());
    }

    /** Opens a server with other settings. */
    static LiveServer open(Access access, UnaryOperator<Sluice.Builder> more) throws IOException {
        LiveServer server = new LiveServer(access, more);
        server.openEngine();
        return server;
    }

    /** Opens the door only: the engine is still loading. */
    static LiveServer loading() throws IOException {
        return new LiveServer(Access.open(), UnaryOperator.identity());
    }

    void openEngine() {
        engine = settings.open();
        door.open(engine);
    }

    HttpDoor door() {
        return door;
    }

    Sluice engine() {
        return engine;
    }

    int port() {
        return door.address().getPort();
    }

    /** Lets time pass at once, and what is due happen. */
    void advance(Duration duration) {
        clock.advance(duration);
    }

    Reply get(String path) {
        return send("GET", path, null).join();
    }

    /** Sends a body in which quotes are single, as that is easier to read here. */
    Reply post(String path, String body) {
        return send("POST", path, body.replace('\'', '"')).join();
    }

    Reply send(String method, String path) {
        return send(method, path, null).join();
    }

    Reply sendBody(String method, String path, String body) {
        return send(method, path, body.replace('\'', '"')).join();
    }

    /** Sends a request with more headers: names and values in turn. */
    Reply sendWith(String method, String path, String body, String... headers) {
        return send(
                        request(method, path, body == null ? null : body.replace('\'', '"'))
                                .headers(headers)
                                .build(),
                        body)
                .join();
    }

    /** Sends a request and does not wait for its answer. Cancelling it closes the connection. */
    CompletableFuture<Reply> send(String method, String path, String body) {
        return send(request(method, path, body).build(), body);
    }

    HttpRequest.Builder request(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(MAX_WAIT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return body == null ? request : request.header("Content-Type", "application/json");
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
        door.close();
    }

    private CompletableFuture<Reply> send(HttpRequest request, String body) {
        CompletableFuture<HttpResponse<String>> sent = client.sendAsync(request, BodyHandlers.ofString());
        CompletableFuture<Reply> reply = sent.thenApply(response -> checked(request, body, response));
        reply.whenComplete((done, failure) -> {
            if (reply.isCancelled()) {
                sent.cancel(true);
            }
        });
        return reply;
    }

    private static Reply checked(HttpRequest request, String body, HttpResponse<String> response) {
        try {
            String path = request.uri().getRawPath();
            JsonNode document = JSON.readTree(response.body());
            boolean isRoute = !Description.operation(request.method(), path).isMissingNode();
            if (isRoute && !document.isMissingNode()) {
                Description.checkAnswer(request.method(), path, response.statusCode(), document);
            }
            // In a batch each task is refused by itself.
            boolean taken = response.statusCode() < 300 && !response.body().contains("\"error\":{");
            if (isRoute && body != null && taken) {
                JsonNode sent = JSON.readTree(body.replace('\'', '"'));
                if (!Description.allowsRequest(request.method(), path, sent)) {
                    throw new AssertionError("was taken but is not as described: " + body);
                }
            }
            return new Reply(response, document);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + response.body(), e);
        }
    }

    /** An answer. */
    record Reply(HttpResponse<String> response, JsonNode document) {
        int status() {
            return response.statusCode();
        }

        /** Returns the code of a refusal. */
        String code() {
            return document.at("/error/code").textValue();
        }

        /** Returns the text of a refusal. */
        String message() {
            return document.at("/error/message").textValue();
        }

        /** Returns the status and the body, with single quotes. */
        String text() {
            return status() + " " + response.body().replace('"', '\'');
        }

        JsonNode at(String pointer) {
            return document.at(pointer);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }
}
