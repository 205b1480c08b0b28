package io.sluice.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.core.Rate;
import io.sluice.server.resp.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The members of a JSON object in a request. Whoever reads asks for those it knows and calls {@link #end}, which refuses the
 * others. One that is {@code null} is as good as not there. All methods throw {@link IllegalArgumentException} for what is
 * not as it should be; the message says what was expected.
 */
public final class Members {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_MEMBER_NAME_LENGTH = 256;
    private static final JsonMapper JSON = mapper();

    private final ObjectNode object;
    private final Set<String> known = new HashSet<>();

    private Members(ObjectNode object) {
        this.object = object;
    }

    /** Reads a body; no bytes stand for an empty object. */
    static Members of(byte[] body) {
        if (body.length == 0) {
            return new Members(JSON.createObjectNode());
        }
        try {
            return of(JSON.readTree(body), "the body");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body must be a JSON object: " + reason(e), e);
        } catch (IOException e) {
            // The bytes are at hand, so this is about what they say: what looks like UTF-32 need not be.
            throw new IllegalArgumentException("the body must be a JSON object in UTF-8: " + e.getMessage(), e);
        }
    }

    /** Tells whether a member is there, and not {@code null}. */
    public boolean has(String name) {
        return value(name).isPresent();
    }

    /** Returns a text. */
    public Optional<String> text(String name) {
        return value(name).map(value -> text(name, value));
    }

    /** Returns a whole number; the nearest {@code long} if it does not fit one. */
    public Optional<Long> integer(String name) {
        return value(name).map(value -> integer(name, scalar(name, value)));
    }

    /** Returns a yes or no; no if it does not say. */
    public boolean flag(String name) {
        return value(name)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw new IllegalArgumentException(name + " must be true or false, was " + shown(value));
                    }
                    return value.booleanValue();
                })
                .orElse(false);
    }

    /** Returns a duration: a number of milliseconds, or a text such as {@code 30s}. */
    public Optional<Duration> duration(String name) {
        return value(name).map(value -> duration(name, scalar(name, value)));
    }

    /** Returns an instant in Unix milliseconds, as nanoseconds; the nearest {@code long} if it does not fit one. */
    public Optional<Long> instantNs(String name) {
        return value(name).map(value -> {
            UnsafeBuffer text = buffer(scalar(name, value));
            return Values.instantNs(text, 0, text.capacity(), name);
        });
    }

    /** Returns a rate. */
    public Optional<Rate> rate(String name) {
        return text(name).map(text -> rate(name, text));
    }

    /** Returns a list of texts. */
    public Optional<List<String>> texts(String name) {
        return list(name, value -> text("each of " + name, value));
    }

    /** Returns a list of rates. */
    public Optional<List<Rate>> rates(String name) {
        return list(name, value -> rate("each of " + name, text("each of " + name, value)));
    }

    /** Returns a list of objects. */
    public Optional<List<Members>> objects(String name) {
        return list(name, value -> of(value, "each of " + name));
    }

    /** Returns bytes: those of a text, or, of the member whose name ends with {@code Base64}, what that stands for. */
    public Optional<byte[]> bytes(String name) {
        String encoded = name + "Base64";
        Optional<byte[]> bytes = text(name).map(text -> text.getBytes(StandardCharsets.UTF_8));
        Optional<byte[]> decoded = value(encoded).map(value -> decoded(encoded, value));
        if (bytes.isPresent() && decoded.isPresent()) {
            throw new IllegalArgumentException("only one of " + name + " and " + encoded + " may be there");
        }
        return bytes.isPresent() ? bytes : decoded;
    }

    /** Tells whether a member is there and {@code null}. */
    public boolean isNull(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value != null && value.isNull();
    }

    /** Refuses the members that nobody has asked for. */
    public void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("unknown member " + quoted(name));
            }
        });
    }

    /** Returns what says that a member must be there. */
    static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(name + " must be there");
    }

    /** Reads a duration. */
    static Duration duration(String what, String text) {
        UnsafeBuffer buffer = buffer(text);
        return Duration.ofNanos(Values.durationNs(buffer, 0, buffer.capacity(), what));
    }

    /** Reads a whole number. */
    static long integer(String what, String text) {
        UnsafeBuffer buffer = buffer(text);
        return Values.integer(buffer, 0, buffer.capacity(), what);
    }

    /** Returns a number as an {@code int}; the nearest one if it does not fit, so that whoever takes it refuses it. */
    static int narrow(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    /** Returns what a client sent so that it can be shown. */
    static String quoted(String text) {
        UnsafeBuffer buffer = buffer(text);
        return Values.quoted(buffer, 0, buffer.capacity());
    }

    private static Rate rate(String what, String text) {
        UnsafeBuffer buffer = buffer(text);
        return Values.rate(buffer, 0, buffer.capacity(), what);
    }

    private static Members of(JsonNode node, String what) {
        if (node instanceof ObjectNode object) {
            return new Members(object);
        }
        throw new IllegalArgumentException(what + " must be a JSON object, was " + shown(node));
    }

    private Optional<JsonNode> value(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private <T> Optional<List<T>> list(String name, Function<JsonNode, T> reader) {
        return value(name).map(value -> {
            if (!value.isArray()) {
                throw new IllegalArgumentException(name + " must be a list, was " + shown(value));
            }
            List<T> list = new ArrayList<>();
            value.forEach(element -> list.add(reader.apply(element)));
            return list;
        });
    }

    private static String text(String what, JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(what + " must be a text, was " + shown(value));
        }
        return value.textValue();
    }

    /** Returns a number as it was written, or a text. */
    private static String scalar(String what, JsonNode value) {
        if (!value.isTextual() && !value.isNumber()) {
            throw new IllegalArgumentException(what + " must be a number or a text, was " + shown(value));
        }
        return value.asText();
    }

    private static byte[] decoded(String name, JsonNode value) {
        try {
            return Base64.getDecoder().decode(text(name, value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " must be bytes in Base64: " + e.getMessage(), e);
        }
    }

    private static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case MISSING -> "nothing";
            default -> quoted(value.asText());
        };
    }

    private static UnsafeBuffer buffer(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(JsonProcessingException e) {
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return e.getOriginalMessage() + place;
    }

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_MEMBER_NAME_LENGTH)
                        // The body is bounded, and so is each text in it.
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
