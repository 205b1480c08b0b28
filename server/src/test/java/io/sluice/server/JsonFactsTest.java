package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.core.Events;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Facts as lines of JSON, read back with a parser. */
class JsonFactsTest {
    private static final long AT_NS = 1_764_000_000_123_456_789L;
    private static final long AT_US = 1_764_000_000_123_456L;

    @Example
    void shouldWriteEveryFactInTheWordsOfEvents() throws IOException {
        List<Map<String, Object>> lines = lines(json -> {
            json.batch(7);
            json.numbersDescribed(3, 4);
            json.queueSet(
                    0,
                    "mail",
                    new QueueChange()
                            .limits(List.of(new Rate(2, 60_000_000_000L)))
                            .leaseNs(30_000_000)
                            .attempts(5)
                            .backoffNs(1_000)
                            .maxBackoffNs(9_000)
                            .keepNs(0)
                            .applyTo(QueueSettings.DEFAULTS));
            json.queuePaused(0, true);
            json.totalsDescribed(0, 9, 8);
            json.startsUnknown(0, AT_NS);
            json.startsDescribed(0, AT_NS, 2);
            json.startsDescribed(0, Events.HELD, 3);
            json.batch(8);
            json.queued(5, AT_NS);
            json.started(5, 6, AT_NS, AT_NS + 2_000);
            json.repliesReleased(AT_NS);
            json.resumed(AT_NS, 1_000, Events.NEVER);
            json.resumed(AT_NS, 0, AT_NS);
            json.extended(5, AT_NS);
            json.completed(5, AT_NS, AT_NS + 1_000, bytes("ok"));
            json.retried(5, AT_NS, AT_NS + 1_000, bytes("why"));
            json.returned(5, AT_NS, AT_NS + 1_000);
            json.died(5, AT_NS, bytes("why"));
            json.cancelled(5, AT_NS, AT_NS + 1_000);
            json.forgotten(5);
        });

        assertEquals(
                List.of(
                        fact(7, "numbersDescribed", "lastTask", 3L, "lastToken", 4L),
                        fact(
                                7,
                                "queueSet",
                                "queue",
                                0L,
                                "name",
                                "mail",
                                "limits",
                                List.of(Map.of("starts", 2L, "windowUs", 60_000_000L)),
                                "groupLimits",
                                List.of(),
                                "uses",
                                List.of(),
                                "leaseUs",
                                30_000L,
                                "attempts",
                                5L,
                                "backoffUs",
                                1L,
                                "maxBackoffUs",
                                9L,
                                "keepUs",
                                0L),
                        fact(7, "queuePaused", "queue", 0L, "paused", true),
                        fact(7, "totalsDescribed", "queue", 0L, "submitted", 9L, "forgotten", 8L),
                        fact(7, "startsUnknown", "limit", 0L, "untilUs", AT_US),
                        fact(7, "startsDescribed", "limit", 0L, "atUs", AT_US, "starts", 2L),
                        fact(7, "startsDescribed", "limit", 0L, "held", true, "starts", 3L),
                        fact(8, "queued", "task", 5L, "atUs", AT_US),
                        fact(8, "started", "task", 5L, "token", 6L, "atUs", AT_US, "deadlineUs", AT_US + 2),
                        fact(8, "repliesReleased", "atUs", AT_US),
                        fact(8, "resumed", "atUs", AT_US, "shiftUs", 1L),
                        fact(8, "resumed", "atUs", AT_US, "shiftUs", 0L, "lostUntilUs", AT_US),
                        fact(8, "extended", "task", 5L, "deadlineUs", AT_US),
                        fact(8, "completed", "task", 5L, "atUs", AT_US, "forgetUs", AT_US + 1, "result", "ok"),
                        fact(8, "retried", "task", 5L, "atUs", AT_US, "dueUs", AT_US + 1, "error", "why"),
                        fact(8, "returned", "task", 5L, "atUs", AT_US, "dueUs", AT_US + 1),
                        fact(8, "died", "task", 5L, "atUs", AT_US, "error", "why"),
                        fact(8, "cancelled", "task", 5L, "atUs", AT_US, "forgetUs", AT_US + 1),
                        fact(8, "forgotten", "task", 5L)),
                lines);
    }

    @Example
    void shouldWriteTheFactsOfGroupsAndSharedLimits() throws IOException {
        List<Map<String, Object>> lines = lines(json -> {
            json.turnsDescribed(12);
            json.limitSet(Events.SHARED_LIMITS, "api", new Rate(10, 1_000_000_000L), 50_000_000);
            json.startsDescribed(Events.SHARED_LIMITS, AT_NS, 4);
            json.startsUnknown(Events.EVERY_LIMIT, AT_NS);
            json.groupStartsDescribed(0, bytes("user-7"), AT_NS, 2);
            json.groupStartsDescribed(0, bytes(""), Events.HELD, 1);
            json.groupStartsUnknown(0, AT_NS);
            json.limitHeld(Events.SHARED_LIMITS, AT_NS);
            json.limitTaken(3, AT_NS, 5);
            json.expired(5, AT_NS, AT_NS + 1_000);
            json.revived(6, AT_NS);
            json.limitDeleted(Events.SHARED_LIMITS);
        });

        Map<String, Object> rate = Map.of("starts", 10L, "windowUs", 1_000_000L);
        assertEquals(
                List.of(
                        fact(0, "turnsDescribed", "lastTurn", 12L),
                        fact(0, "limitSet", "limit", 1L << 30, "name", "api", "rate", rate, "guardUs", 50_000L),
                        fact(0, "startsDescribed", "limit", 1L << 30, "atUs", AT_US, "starts", 4L),
                        fact(0, "startsUnknown", "limit", -1L, "untilUs", AT_US),
                        fact(0, "groupStartsDescribed", "queue", 0L, "group", "user-7", "atUs", AT_US, "starts", 2L),
                        fact(0, "groupStartsDescribed", "queue", 0L, "held", true, "starts", 1L),
                        fact(0, "groupStartsUnknown", "queue", 0L, "untilUs", AT_US),
                        fact(0, "limitHeld", "limit", 1L << 30, "untilUs", AT_US),
                        fact(0, "limitTaken", "limit", 3L, "atUs", AT_US, "starts", 5L),
                        fact(0, "expired", "task", 5L, "atUs", AT_US, "forgetUs", AT_US + 1),
                        fact(0, "revived", "task", 6L, "atUs", AT_US),
                        fact(0, "limitDeleted", "limit", 1L << 30)),
                lines);
    }

    @Example
    void shouldWriteEveryBoundOfAQueue() throws IOException {
        QueueSettings settings = new QueueChange()
                .groupLimits(List.of(new Rate(3, 1_000_000)))
                .uses(List.of("api", "mail"))
                .concurrency(7)
                .groupConcurrency(2)
                .maxLength(1_000)
                .ttlNs(5_000)
                .applyTo(QueueSettings.DEFAULTS);

        Map<String, Object> line =
                lines(json -> json.queueSet(1, "mail", settings)).get(0);

        assertEquals(List.of(), line.get("limits"));
        assertEquals(List.of(Map.of("starts", 3L, "windowUs", 1_000L)), line.get("groupLimits"));
        assertEquals(List.of("api", "mail"), line.get("uses"));
        assertEquals(7L, line.get("concurrency"));
        assertEquals(2L, line.get("groupConcurrency"));
        assertEquals(1_000L, line.get("maxLength"));
        assertEquals(5L, line.get("ttlUs"));
    }

    @Example
    void shouldWriteWhatASubmissionSaysAndNothingElse() throws IOException {
        DirectBuffer id = bytes("order-1");
        DirectBuffer group = bytes("user-7");
        DirectBuffer payload = bytes("{\"a\": \"ä\\n\"}\n\u0001");
        Submission whole = new Submission()
                .id(id, 0, id.capacity())
                .payload(payload, 0, payload.capacity())
                .priority(3)
                .group(group, 0, group.capacity())
                .ttlNs(7_000)
                .attempts(2)
                .leaseNs(5_000_000)
                .keepNs(0);

        List<Map<String, Object>> lines = lines(json -> {
            json.submitted(1, 0, AT_NS, AT_NS, new Submission());
            json.submitted(2, 0, AT_NS, AT_NS + 1_000, whole);
        });

        assertEquals(
                fact(
                        0,
                        "submitted",
                        "task",
                        1L,
                        "queue",
                        0L,
                        "atUs",
                        AT_US,
                        "dueUs",
                        AT_US,
                        "priority",
                        5L,
                        "payload",
                        ""),
                lines.get(0));
        assertEquals(
                fact(
                        0,
                        "submitted",
                        "task",
                        2L,
                        "queue",
                        0L,
                        "atUs",
                        AT_US,
                        "dueUs",
                        AT_US + 1,
                        "id",
                        "order-1",
                        "priority",
                        3L,
                        "group",
                        "user-7",
                        "attempts",
                        2L,
                        "leaseUs",
                        5_000L,
                        "keepUs",
                        0L,
                        "ttlUs",
                        7L,
                        "payload",
                        "{\"a\": \"ä\\n\"}\n\u0001"),
                lines.get(1));
    }

    @Example
    void shouldWriteWhatADescribedTaskHas() throws IOException {
        Map<String, Object> dead = new HashMap<>(Map.of("number", 5L, "queue", 1, "named", true, "id", bytes("order")));
        dead.putAll(Map.of("state", TaskState.DEAD, "priority", 2, "attempt", 3, "attempts", 3, "leaseNs", 4_000L));
        dead.putAll(Map.of("submittedNs", AT_NS, "startedNs", AT_NS, "finishedNs", AT_NS, "turnNs", AT_NS));
        dead.putAll(Map.of("group", bytes("user-7"), "turn", 11L, "expiresNs", AT_NS + 2_000));
        dead.putAll(Map.of("token", 9L, "size", 7, "payload", bytes("payload"), "error", bytes("why")));
        Map<String, Object> fresh =
                Map.of("number", 6L, "state", TaskState.QUEUED, "submittedNs", AT_NS, "turnNs", AT_NS);

        List<Map<String, Object>> lines = lines(json -> {
            json.described(task(dead));
            json.described(task(fresh));
        });

        Map<String, Object> expected = fact(0, "described", "task", 5L, "queue", 1L, "id", "order", "state", "dead");
        expected.putAll(Map.of("priority", 2L, "attempt", 3L, "attempts", 3L, "leaseUs", 4L, "submittedUs", AT_US));
        expected.putAll(Map.of("token", 9L, "startedUs", AT_US, "finishedUs", AT_US, "turnUs", AT_US, "size", 7L));
        expected.putAll(Map.of("payload", "payload", "error", "why", "result", ""));
        expected.putAll(Map.of("group", "user-7", "turn", 11L, "expiresUs", AT_US + 2));
        assertEquals(expected, lines.get(0));
        expected = fact(0, "described", "task", 6L, "queue", 0L, "state", "queued", "priority", 0L, "attempt", 0L);
        expected.putAll(Map.of("submittedUs", AT_US, "turnUs", AT_US, "size", 0L));
        expected.putAll(Map.of("payload", "", "error", "", "result", ""));
        assertEquals(expected, lines.get(1));
    }

    @Property(tries = 500)
    void shouldKeepEveryByte(@ForAll byte[] value) throws IOException {
        Map<String, Object> line =
                lines(json -> json.completed(1, 0, 0, new UnsafeBuffer(value))).get(0);

        assertEquals(hex(value), hex(bytes(line.get("result"))));
    }

    @Property(tries = 500)
    void shouldWriteTextAsText(@ForAll String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> line =
                lines(json -> json.died(1, 0, new UnsafeBuffer(utf8))).get(0);

        assertEquals(new String(utf8, StandardCharsets.UTF_8), line.get("error"));
    }

    @Example
    void shouldWriteLongPayloadsAfterShortOnesAndShortOnesAfterLong() throws IOException {
        String text = "ä".repeat(500_000);
        byte[] other = new byte[300_000];
        other[299_999] = (byte) 0xff;

        List<Map<String, Object>> lines = lines(json -> {
            json.died(1, 0, bytes("x"));
            json.died(1, 0, bytes(text));
            json.died(1, 0, new UnsafeBuffer(other));
            json.died(1, 0, bytes("y"));
        });

        assertEquals("x", lines.get(0).get("error"));
        assertEquals(text, lines.get(1).get("error"));
        assertEquals(hex(other), hex(bytes(lines.get(2).get("error"))));
        assertEquals("y", lines.get(3).get("error"));
    }

    @Example
    void shouldEndQuietlyWhenNobodyReadsAnyMore() throws IOException {
        int[] told = new int[1];

        Dump.write(failing("Broken pipe"), json -> {
            for (int i = 0; i < 1_000_000; i++) {
                json.forgotten(i);
                told[0]++;
            }
        });

        assertTrue(told[0] < 1_000_000, "went on writing");
    }

    @Example
    void shouldFailWhenTheDiskIsFull() {
        OutputStream out = failing("No space left on device");

        IOException failure = assertThrows(IOException.class, () -> Dump.write(out, json -> json.forgotten(1)));

        assertEquals("No space left on device", failure.getMessage());
    }

    /** Returns a task with some values; the others are those of a task for which they do not apply. */
    private static Task task(Map<String, Object> values) {
        Map<Class<?>, Object> none = Map.of(long.class, 0L, int.class, 0, boolean.class, false);
        return (Task) Proxy.newProxyInstance(
                Task.class.getClassLoader(), new Class<?>[] {Task.class}, (proxy, method, arguments) -> {
                    boolean fromQueue = List.of("leaseNs", "keepNs").contains(method.getName());
                    Object other =
                            fromQueue ? Submission.FROM_QUEUE : none.getOrDefault(method.getReturnType(), bytes(""));
                    return values.getOrDefault(method.getName(), other);
                });
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    private static List<Map<String, Object>> lines(Consumer<JsonFacts> facts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Dump.write(out, facts);
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
            lines.add(parse(line));
        }
        return lines;
    }

    private static Map<String, Object> parse(String line) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            Map<String, Object> object = object(parser);
            assertEquals(null, parser.nextToken(), line);
            return object;
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> parser.getText();
        };
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static Map<String, Object> fact(long sequence, String fact, Object... fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sequence", sequence);
        line.put("fact", fact);
        for (int i = 0; i < fields.length; i += 2) {
            line.put((String) fields[i], fields[i + 1]);
        }
        return line;
    }

    private static byte[] bytes(Object value) {
        return value instanceof Map<?, ?> other
                ? Base64.getDecoder().decode((String) other.get("base64"))
                : ((String) value).getBytes(StandardCharsets.UTF_8);
    }

    private static DirectBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
