package io.sluice.server;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.sluice.FactListener;
import io.sluice.core.Events;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Writes each fact as a line of JSON: the sequence of its batch, its name and what it tells, in the words of {@link Events}.
 *
 * <p>Instants are Unix microseconds and durations microseconds, rounded down, named {@code atUs} and so on. Ids, payloads,
 * results and errors are text where they are UTF-8, otherwise an object with the one field {@code base64}. What a task leaves
 * to its queue, what is unbounded, the name of the group of those that name none, and an instant that stands for none are left
 * out. A limit is told by its number, a queue's own limits by that of the queue. Every call may throw {@link UncheckedIOException}; nothing
 * more can be written then. One thread at a time.
 */
final class JsonFacts implements FactListener, AutoCloseable {
    private static final String LINE_END = "\n";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final JsonGenerator json;
    private final Utf8 text = new Utf8();
    private long sequence;

    /**
     * Makes a writer.
     *
     * @param out where the lines go, in blocks; it is left open.
     */
    JsonFacts(OutputStream out) {
        try {
            json = FACTORY.createGenerator(out, JsonEncoding.UTF8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        json.setRootValueSeparator(null);
    }

    @Override
    public void batch(String file, long offset, long sequence, long atNs) {
        batch(sequence);
    }

    /** Says in which batch the facts that follow stand. */
    void batch(long sequence) {
        this.sequence = sequence;
    }

    /** Writes the rest of what is buffered. */
    @Override
    public void close() {
        write(json::close);
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        line("queueSet", () -> {
            json.writeNumberField("queue", queue);
            json.writeStringField("name", name);
            rates("limits", settings.limits());
            rates("groupLimits", settings.groupLimits());
            json.writeArrayFieldStart("uses");
            for (String limit : settings.uses()) {
                json.writeString(limit);
            }
            json.writeEndArray();
            bound("concurrency", settings.concurrency());
            bound("groupConcurrency", settings.groupConcurrency());
            json.writeNumberField("leaseUs", micros(settings.leaseNs()));
            json.writeNumberField("attempts", settings.attempts());
            json.writeNumberField("backoffUs", micros(settings.backoffNs()));
            json.writeNumberField("maxBackoffUs", micros(settings.maxBackoffNs()));
            json.writeNumberField("keepUs", micros(settings.keepNs()));
            bound("maxLength", settings.maxLength());
            bound("ttlUs", micros(settings.ttlNs()));
        });
    }

    @Override
    public void queuePaused(int queue, boolean paused) {
        line("queuePaused", () -> {
            json.writeNumberField("queue", queue);
            json.writeBooleanField("paused", paused);
        });
    }

    @Override
    public void limitSet(int limit, String name, Rate rate, long guardNs) {
        line("limitSet", () -> {
            json.writeNumberField("limit", limit);
            json.writeStringField("name", name);
            json.writeFieldName("rate");
            rate(rate);
            json.writeNumberField("guardUs", micros(guardNs));
        });
    }

    @Override
    public void limitDeleted(int limit) {
        line("limitDeleted", () -> json.writeNumberField("limit", limit));
    }

    @Override
    public void limitHeld(int limit, long untilNs) {
        line("limitHeld", () -> {
            json.writeNumberField("limit", limit);
            instant("untilUs", untilNs);
        });
    }

    @Override
    public void limitTaken(int limit, long atNs, int starts) {
        line("limitTaken", () -> {
            json.writeNumberField("limit", limit);
            instant("atUs", atNs);
            json.writeNumberField("starts", starts);
        });
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        line("submitted", () -> {
            json.writeNumberField("task", task);
            json.writeNumberField("queue", queue);
            instant("atUs", atNs);
            instant("dueUs", dueNs);
            if (submission.id().capacity() > 0) {
                bytes("id", submission.id());
            }
            json.writeNumberField("priority", submission.priority());
            group(submission.group());
            own(submission.attempts(), submission.leaseNs(), submission.keepNs());
            if (submission.ttlNs() != Submission.FROM_QUEUE) {
                json.writeNumberField("ttlUs", micros(submission.ttlNs()));
            }
            bytes("payload", submission.payload());
        });
    }

    @Override
    public void queued(long task, long atNs) {
        line("queued", () -> taskAt(task, atNs));
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        line("started", () -> {
            json.writeNumberField("task", task);
            json.writeNumberField("token", token);
            instant("atUs", atNs);
            instant("deadlineUs", deadlineNs);
        });
    }

    @Override
    public void repliesReleased(long atNs) {
        line("repliesReleased", () -> instant("atUs", atNs));
    }

    @Override
    public void resumed(long atNs, long shiftNs, long lostUntilNs) {
        line("resumed", () -> {
            instant("atUs", atNs);
            json.writeNumberField("shiftUs", micros(shiftNs));
            if (lostUntilNs != NEVER) {
                instant("lostUntilUs", lostUntilNs);
            }
        });
    }

    @Override
    public void extended(long task, long deadlineNs) {
        line("extended", () -> {
            json.writeNumberField("task", task);
            instant("deadlineUs", deadlineNs);
        });
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        line("completed", () -> {
            taskAt(task, atNs);
            instant("forgetUs", forgetNs);
            bytes("result", result);
        });
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        line("retried", () -> {
            taskAt(task, atNs);
            instant("dueUs", dueNs);
            bytes("error", error);
        });
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        line("returned", () -> {
            taskAt(task, atNs);
            instant("dueUs", dueNs);
        });
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        line("died", () -> {
            taskAt(task, atNs);
            bytes("error", error);
        });
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        line("cancelled", () -> {
            taskAt(task, atNs);
            instant("forgetUs", forgetNs);
        });
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        line("expired", () -> {
            taskAt(task, atNs);
            instant("forgetUs", forgetNs);
        });
    }

    @Override
    public void revived(long task, long atNs) {
        line("revived", () -> taskAt(task, atNs));
    }

    @Override
    public void forgotten(long task) {
        line("forgotten", () -> json.writeNumberField("task", task));
    }

    @Override
    public void described(Task task) {
        line("described", () -> {
            json.writeNumberField("task", task.number());
            json.writeNumberField("queue", task.queue());
            if (task.named()) {
                bytes("id", task.id());
            }
            json.writeStringField("state", task.state().word());
            json.writeNumberField("priority", task.priority());
            group(task.group());
            if (task.turn() != 0) {
                json.writeNumberField("turn", task.turn());
            }
            json.writeNumberField("attempt", task.attempt());
            own(task.attempts(), task.leaseNs(), task.keepNs());
            instant("submittedUs", task.submittedNs());
            if (task.expiresNs() != 0) {
                instant("expiresUs", task.expiresNs());
            }
            if (task.token() != 0) {
                json.writeNumberField("token", task.token());
                instant("startedUs", task.startedNs());
            }
            if (task.finishedNs() != 0) {
                instant("finishedUs", task.finishedNs());
            }
            instant("turnUs", task.turnNs());
            json.writeNumberField("size", task.size());
            bytes("payload", task.payload());
            bytes("error", task.error());
            bytes("result", task.result());
        });
    }

    @Override
    public void startsDescribed(int limit, long atNs, int starts) {
        line("startsDescribed", () -> {
            json.writeNumberField("limit", limit);
            starts(atNs, starts);
        });
    }

    @Override
    public void startsUnknown(int limit, long untilNs) {
        line("startsUnknown", () -> {
            json.writeNumberField("limit", limit);
            instant("untilUs", untilNs);
        });
    }

    @Override
    public void groupStartsDescribed(int queue, DirectBuffer group, long atNs, int starts) {
        line("groupStartsDescribed", () -> {
            json.writeNumberField("queue", queue);
            group(group);
            starts(atNs, starts);
        });
    }

    @Override
    public void groupStartsUnknown(int queue, long untilNs) {
        line("groupStartsUnknown", () -> {
            json.writeNumberField("queue", queue);
            instant("untilUs", untilNs);
        });
    }

    @Override
    public void totalsDescribed(int queue, long submitted, long forgotten) {
        line("totalsDescribed", () -> {
            json.writeNumberField("queue", queue);
            json.writeNumberField("submitted", submitted);
            json.writeNumberField("forgotten", forgotten);
        });
    }

    @Override
    public void numbersDescribed(long lastTask, long lastToken) {
        line("numbersDescribed", () -> {
            json.writeNumberField("lastTask", lastTask);
            json.writeNumberField("lastToken", lastToken);
        });
    }

    @Override
    public void turnsDescribed(long lastTurn) {
        line("turnsDescribed", () -> json.writeNumberField("lastTurn", lastTurn));
    }

    private void line(String fact, Writing fields) {
        write(() -> {
            json.writeStartObject();
            json.writeNumberField("sequence", sequence);
            json.writeStringField("fact", fact);
            fields.write();
            json.writeEndObject();
            json.writeRaw(LINE_END);
        });
    }

    private void taskAt(long task, long atNs) throws IOException {
        json.writeNumberField("task", task);
        instant("atUs", atNs);
    }

    private void rates(String name, List<Rate> rates) throws IOException {
        json.writeArrayFieldStart(name);
        for (Rate rate : rates) {
            rate(rate);
        }
        json.writeEndArray();
    }

    private void rate(Rate rate) throws IOException {
        json.writeStartObject();
        json.writeNumberField("starts", rate.starts());
        json.writeNumberField("windowUs", micros(rate.windowNs()));
        json.writeEndObject();
    }

    private void bound(String name, long value) throws IOException {
        if (value != QueueSettings.UNBOUNDED) {
            json.writeNumberField(name, value);
        }
    }

    private void group(DirectBuffer group) throws IOException {
        if (group.capacity() > 0) {
            bytes("group", group);
        }
    }

    private void starts(long atNs, int starts) throws IOException {
        if (atNs == HELD) {
            json.writeBooleanField("held", true);
        } else {
            instant("atUs", atNs);
        }
        json.writeNumberField("starts", starts);
    }

    private void own(int attempts, long leaseNs, long keepNs) throws IOException {
        if (attempts > 0) {
            json.writeNumberField("attempts", attempts);
        }
        if (leaseNs != Submission.FROM_QUEUE) {
            json.writeNumberField("leaseUs", micros(leaseNs));
        }
        if (keepNs != Submission.FROM_QUEUE) {
            json.writeNumberField("keepUs", micros(keepNs));
        }
    }

    private void instant(String name, long atNs) throws IOException {
        json.writeNumberField(name, micros(atNs));
    }

    private void bytes(String name, DirectBuffer value) throws IOException {
        json.writeFieldName(name);
        if (text.decode(value)) {
            json.writeString(text.chars(), 0, text.length());
        } else {
            json.writeStartObject();
            json.writeFieldName("base64");
            json.writeBinary(text.bytes(), 0, value.capacity());
            json.writeEndObject();
        }
    }

    private static long micros(long ns) {
        return Math.floorDiv(ns, 1_000);
    }

    private static void write(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something that writes. */
    private interface Writing {
        void write() throws IOException;
    }
}
