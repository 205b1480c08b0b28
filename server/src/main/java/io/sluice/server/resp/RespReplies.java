package io.sluice.server.resp;

import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueSettings;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import io.sluice.server.access.User;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/** Writes the engine's answers into the connections that asked. */
final class RespReplies implements Replies {
    private static final int LEASE_FIELDS = 8;
    private static final int TASK_FIELDS = 19;
    private static final int QUEUE_FIELDS = 25;
    private static final int LIMIT_FIELDS = 4;
    private static final int TAKEN_FIELDS = 3;
    private static final int FULLEST_WINDOW_FIELDS = 3;
    private static final long NS_PER_MS = 1_000_000;

    private final Connections connections;
    private final Guard guard;

    RespReplies(Connections connections, Guard guard) {
        this.connections = connections;
        this.guard = guard;
    }

    @Override
    public void submitted(long correlationId, DirectBuffer id) {
        to(correlationId).bulk(id);
    }

    @Override
    public void leases(long correlationId, int count) {
        to(correlationId).array(count);
    }

    @Override
    public void lease(long correlationId, Task task) {
        RespWriter writer = to(correlationId)
                .array(LEASE_FIELDS)
                .bulk(task.id())
                .integer(task.token())
                .bulk(task.payload())
                .bulk(task.queueName())
                .integer(task.attempt())
                .integer(Values.micros(task.startedNs()))
                .integer(Values.micros(task.turnNs()));
        writeBytes(writer, task.group().capacity() > 0, task.group());
    }

    @Override
    public void completed(long correlationId) {
        to(correlationId).integer(1);
    }

    @Override
    public void state(long correlationId, TaskState state) {
        to(correlationId).simple(state.word());
    }

    @Override
    public void extended(long correlationId, long deadlineNs) {
        to(correlationId).integer(Values.micros(deadlineNs));
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        to(correlationId).integer(cancelled ? 1 : 0);
    }

    @Override
    public void task(long correlationId, Task task, Outlook outlook) {
        if (correlationId == Guard.QUESTION) {
            guard.hear(task.queueName());
        } else {
            write(correlationId, task, outlook);
        }
    }

    private void write(long correlationId, Task task, Outlook outlook) {
        RespWriter writer = to(correlationId).map(TASK_FIELDS);
        writer.word("id").bulk(task.id());
        writer.word("queue").bulk(task.queueName());
        writer.word("state").word(task.state().word());
        writer.word("priority").integer(task.priority());
        writeBytes(writer.word("group"), task.group().capacity() > 0, task.group());
        writer.word("attempt").integer(task.attempt());
        writer.word("attempts").integer(outlook.attempts());
        writeTimes(writer, task);
        writeOutlook(writer, outlook);
        writeOutcome(writer, task);
        writer.word("size").integer(task.size());
    }

    @Override
    public void none(long correlationId) {
        to(correlationId).nil();
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        RespWriter writer = to(correlationId).map(QUEUE_FIELDS);
        writer.word("name").word(status.name());
        writeSettings(writer, status.settings());
        writer.word("queued").integer(status.queued());
        writer.word("delayed").integer(status.delayed());
        writer.word("running").integer(status.running());
        writer.word("dead").integer(status.dead());
        writer.word("completed").integer(status.completed());
        writer.word("paused").integer(status.paused() ? 1 : 0);
        writer.word("oldest").integerOrNil(status.oldestNs() >= 0, status.oldestNs() / NS_PER_MS);
        writer.word("next").integer(Values.millisUp(status.nextNs()));
        writer.word("submitted").integer(status.submitted());
        writer.word("cancelled").integer(status.cancelled());
        writer.word("expired").integer(status.expired());
        writer.word("forgotten").integer(status.forgotten());
    }

    @Override
    public void names(long correlationId, List<String> names) {
        User user = connections.user(correlationId);
        List<String> reached =
                user.isConfined() ? names.stream().filter(user::reaches).toList() : names;
        RespWriter writer = to(correlationId).array(reached.size());
        reached.forEach(writer::word);
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        RespWriter writer = to(correlationId).map(LIMIT_FIELDS);
        writer.word("rate");
        writeOneOrAll(writer, status.rates(), rate -> writer.word(Values.text(rate)));
        writer.word("guard").integer(Values.millisUp(status.guardNs()));
        writer.word("used");
        writeOneOrAll(writer, status.used(), used -> writer.integer(used));
        writer.word("next").integer(Values.millisUp(status.nextNs()));
    }

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {
        to(correlationId)
                .array(TAKEN_FIELDS)
                .integer(granted ? 1 : 0)
                .integer(remaining)
                .integer(Values.millisUp(retryNs));
    }

    @Override
    public void count(long correlationId, long count) {
        to(correlationId).integer(count);
    }

    @Override
    public void ids(long correlationId, int count) {
        to(correlationId).array(count);
    }

    @Override
    public void id(long correlationId, DirectBuffer id) {
        to(correlationId).bulk(id);
    }

    @Override
    public void next(long correlationId, long inNs) {
        to(correlationId).integer(Values.millisUp(inNs));
    }

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {
        RespWriter writer = to(correlationId).array(windows.size());
        for (FullestWindow window : windows) {
            writer.array(FULLEST_WINDOW_FIELDS)
                    .word(Values.text(window.rate()))
                    .integer(window.starts())
                    .integer(Values.micros(window.beganNs()));
        }
    }

    @Override
    public void done(long correlationId) {
        to(correlationId).simple("OK");
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        to(correlationId).error(refusal.code(), refusal.text());
    }

    private RespWriter to(long correlationId) {
        return connections.reply(correlationId);
    }

    private static void writeTimes(RespWriter writer, Task task) {
        boolean running = task.state() == TaskState.RUNNING;
        writer.word("submitted").integer(Values.micros(task.submittedNs()));
        writeInstant(writer.word("due"), task.state() == TaskState.DELAYED, task.turnNs());
        writeInstant(writer.word("started"), task.startedNs() > 0, task.startedNs());
        writeInstant(writer.word("deadline"), running, task.turnNs());
        writeInstant(writer.word("finished"), task.state().isFinal(), task.finishedNs());
        writer.word("token").integerOrNil(running || task.state() == TaskState.COMPLETED, task.token());
    }

    private static void writeOutlook(RespWriter writer, Outlook outlook) {
        writer.word("position").integerOrNil(outlook.position() >= 0, outlook.position());
        writeInstant(writer.word("eta"), outlook.etaNs() >= 0, outlook.etaNs());
        writer.word("why");
        if (outlook.why() == null) {
            writer.nil();
        } else {
            writer.word(outlook.why());
        }
    }

    private static void writeOutcome(RespWriter writer, Task task) {
        writeBytes(writer.word("error"), task.error().capacity() > 0, task.error());
        writeBytes(writer.word("result"), task.state() == TaskState.COMPLETED, task.result());
    }

    private static void writeSettings(RespWriter writer, QueueSettings settings) {
        writeRates(writer.word("limit"), settings.limits());
        writeRates(writer.word("grouplimit"), settings.groupLimits());
        writer.word("use").array(settings.uses().size());
        settings.uses().forEach(writer::word);
        writeBound(writer.word("concurrency"), settings.concurrency());
        writeBound(writer.word("groupconcurrency"), settings.groupConcurrency());
        writer.word("lease").integer(Values.millisUp(settings.leaseNs()));
        writer.word("attempts").integer(settings.attempts());
        writer.word("backoff").integer(Values.millisUp(settings.backoffNs()));
        writer.word("maxbackoff").integer(Values.millisUp(settings.maxBackoffNs()));
        writer.word("keep").integer(Values.millisUp(settings.keepNs()));
        writeBound(writer.word("maxlen"), settings.maxLength());
        writeBound(writer.word("ttl"), Values.millisUp(settings.ttlNs()));
    }

    private static void writeRates(RespWriter writer, List<Rate> rates) {
        writer.array(rates.size());
        rates.forEach(rate -> writer.word(Values.text(rate)));
    }

    private static void writeBound(RespWriter writer, long bound) {
        writer.integerOrNil(bound != QueueSettings.UNBOUNDED, bound);
    }

    /** Writes nil for nothing, one value by itself, and several as an array. */
    private static <T> void writeOneOrAll(RespWriter writer, List<T> values, Consumer<T> write) {
        if (values.isEmpty()) {
            writer.nil();
        } else if (values.size() > 1) {
            writer.array(values.size());
        }
        values.forEach(write);
    }

    private static void writeInstant(RespWriter writer, boolean there, long instantNs) {
        writer.integerOrNil(there, Values.micros(instantNs));
    }

    private static void writeBytes(RespWriter writer, boolean there, DirectBuffer bytes) {
        if (there) {
            writer.bulk(bytes);
        } else {
            writer.nil();
        }
    }
}
