package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/**
 * A server, spoken to over HTTP. Its methods wait for the answer, may be called from any thread, and throw {@link
 * ServerException} for what the server refuses and {@link IOException} where there is no answer, a {@link
 * LostAnswerException} if the request may have been done. A thread that is
 * interrupted while it waits gives the request up.
 */
final class Server {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
    private static final int FIRST_ERROR_STATUS = 400;
    private static final String EVENT_DATA = "data:";

    private final URI address;
    private final String authorization;
    private final HttpClient http;
    private volatile boolean answered;

    /**
     * Makes a client; it connects when it is first used.
     *
     * @param address such as {@code http://127.0.0.1:7585}.
     * @param authorization the header that says who asks; empty for nobody.
     * @param tls whom to trust and what to show.
     */
    Server(URI address, String authorization, SSLContext tls) {
        this.address = address;
        this.authorization = authorization;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(tls)
                .build();
    }

    /** Returns where the server is. */
    URI address() {
        return address;
    }

    /** Tells whether it has ever answered a request as a Sluice server does. */
    boolean hasAnswered() {
        return answered;
    }

    /** Asks for something. */
    JsonNode get(String path) throws IOException, InterruptedException {
        return exchange("GET", path, BodyPublishers.noBody(), Duration.ZERO);
    }

    /** Asks for something that the server may take some time over by itself; JSON's null if it does not come in that time. */
    JsonNode get(String path, Duration wait) throws IOException, InterruptedException {
        return exchange("GET", path, BodyPublishers.noBody(), wait);
    }

    /** Has something done that needs no further word. */
    JsonNode post(String path) throws IOException, InterruptedException {
        return exchange("POST", path, BodyPublishers.noBody(), Duration.ZERO);
    }

    /** Has something done. */
    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    /** Has something done that the server may wait for some time with. */
    JsonNode post(String path, JsonNode body, Duration wait) throws IOException, InterruptedException {
        return exchange("POST", path, BodyPublishers.ofString(body.toString()), wait);
    }

    /** Sends a body by a method such as PATCH. */
    JsonNode send(String method, String path, JsonNode body) throws IOException, InterruptedException {
        return exchange(method, path, BodyPublishers.ofString(body.toString()), Duration.ZERO);
    }

    /** Has something removed. */
    JsonNode delete(String path) throws IOException, InterruptedException {
        return exchange("DELETE", path, BodyPublishers.noBody(), Duration.ZERO);
    }

    /**
     * Follows the server's events, whose data is one line of JSON each, until the server ends them or whoever hears of them
     * has had enough.
     *
     * @param path where they are told.
     * @param each takes an event, and tells whether it wants more.
     */
    void follow(String path, Predicate<JsonNode> each) throws IOException, InterruptedException {
        HttpRequest request =
                request(path).header("Accept", "text/event-stream").GET().build();
        HttpResponse<Stream<String>> response = reach(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() >= FIRST_ERROR_STATUS) {
                throw refusal(response, lines.collect(Collectors.joining("\n")));
            }
            boolean more = lines.filter(line -> line.startsWith(EVENT_DATA))
                    .map(line -> Json.read(line.substring(EVENT_DATA.length())))
                    .allMatch(each);
            if (more) {
                throw new IOException(address + " has ended its events");
            }
        } catch (UncheckedIOException e) {
            throw new IOException(address + " has ended its events", e);
        }
    }

    /** Returns a name as a part of a path. */
    static String part(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode exchange(String method, String path, BodyPublisher body, Duration wait)
            throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .timeout(ANSWER_TIMEOUT.plus(wait))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        HttpResponse<String> response = reach(request, BodyHandlers.ofString());
        if (response.statusCode() >= FIRST_ERROR_STATUS) {
            throw refusal(response, response.body());
        }
        JsonNode answer = response.body().isEmpty() ? NullNode.instance : answer(response);
        answered = true;
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    private <T> HttpResponse<T> reach(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        try {
            return http.send(request, handler);
        } catch (ConnectException e) {
            throw new IOException(
                    "no server at " + address + " (--server or SLUICE_SERVER says where it is,"
                            + " java -jar sluice.jar starts one)",
                    e);
        } catch (SSLHandshakeException e) {
            throw new IOException(
                    address + ": " + e.getMessage()
                            + " (--tls-ca says whom to trust, --tls-client-cert and --tls-client-key"
                            + " what to show a server that asks)",
                    e);
        } catch (ProtocolException e) {
            throw new IOException(address + " does not speak HTTP; --server is the server's HTTP port", e);
        } catch (HttpTimeoutException e) {
            throw new IOException("no answer from " + address + " in time", e);
        } catch (IOException e) {
            throw new LostAnswerException(address + ": " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
    }

    private JsonNode answer(HttpResponse<String> response) throws IOException {
        try {
            return Json.read(response.body());
        } catch (UncheckedIOException e) {
            throw new IOException(address + " does not answer as a Sluice server does", e);
        }
    }

    private ServerException refusal(HttpResponse<?> response, String body) throws IOException {
        int status = response.statusCode();
        try {
            JsonNode error = Json.read(body).path("error");
            if (error.has("code")) {
                answered = true;
                return new ServerException(
                        status,
                        error.get("code").asText(),
                        error.path("message").asText(),
                        retryAfter(response));
            }
        } catch (UncheckedIOException e) {
            throw new IOException(address + " does not answer as a Sluice server does: status " + status, e);
        }
        throw new IOException(address + " does not answer as a Sluice server does: status " + status);
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
