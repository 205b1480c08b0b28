package io.sluice.server.resp;

import static io.sluice.server.resp.Parameter.Type.INTEGER;
import static io.sluice.server.resp.Parameter.Type.STRING;

import io.sluice.core.Bounds;
import io.sluice.core.Commands;
import io.sluice.core.Names;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The commands that work with queues. */
final class QueueCommands {
    private static final String GROUP = "queue";
    private static final String NO_LIMIT = "none";

    private final Commands commands;
    private final UnsafeBuffer queue = new UnsafeBuffer(0, 0);
    private List<Rate> limits;
    private Long leaseNs;
    private Integer attempts;
    private Long backoffNs;
    private Long maxBackoffNs;
    private Long keepNs;
    private QueueChange change;

    QueueCommands(Commands commands) {
        this.commands = commands;
    }

    /** Adds them all. */
    void addTo(CommandTable table) {
        table.add(new Command("QUEUE", GROUP, "Queues and their settings.")
                .with(set())
                .with(get())
                .with(list())
                .with(pause("PAUSE", "Holds back the starts of a queue.", true))
                .with(pause("RESUME", "Lets the starts of a queue go on.", false)));
        table.add(new Command("NEXT", GROUP, "Tells in how many milliseconds a queue could start one more task.")
                .value("queue", STRING, this::readQueue)
                .runs((connection, nowNs) -> commands.next(nowNs, connection.number(), queue)));
    }

    private Command set() {
        return new Command("SET", GROUP, "Makes a queue, or changes what is named of its settings.")
                .begin(this::reset)
                .value("queue", STRING, this::readQueue)
                .repeatable("LIMIT", "rate|none", STRING, this::readLimit)
                .option("LEASE", "lease", STRING, (a, i) -> leaseNs = a.durationNs(i, "LEASE"))
                .option("ATTEMPTS", "attempts", INTEGER, this::readAttempts)
                .option("BACKOFF", "backoff", STRING, (a, i) -> backoffNs = a.durationNs(i, "BACKOFF"))
                .option("MAXBACKOFF", "backoff", STRING, (a, i) -> maxBackoffNs = a.durationNs(i, "MAXBACKOFF"))
                .option("KEEP", "keep", STRING, (a, i) -> keepNs = a.durationNs(i, "KEEP"))
                .end(() -> change = new QueueChange(limits, leaseNs, attempts, backoffNs, maxBackoffNs, keepNs))
                .runs((connection, nowNs) -> commands.setQueue(nowNs, connection.number(), queue, change));
    }

    private Command get() {
        return new Command("GET", GROUP, "Tells a queue's settings and counts.")
                .value("queue", STRING, this::readQueue)
                .runs((connection, nowNs) -> commands.queue(nowNs, connection.number(), queue));
    }

    private Command list() {
        return new Command("LIST", GROUP, "Tells the names of all queues.")
                .runs((connection, nowNs) -> commands.queues(nowNs, connection.number()));
    }

    private Command pause(String name, String summary, boolean paused) {
        return new Command(name, GROUP, summary)
                .value("queue", STRING, this::readQueue)
                .runs((connection, nowNs) -> commands.pause(nowNs, connection.number(), queue, paused));
    }

    private void reset() {
        limits = null;
        leaseNs = null;
        attempts = null;
        backoffNs = null;
        maxBackoffNs = null;
        keepNs = null;
    }

    private void readQueue(Arguments arguments, int index) {
        arguments.view(index, queue);
        Names.requireName(queue);
    }

    private void readLimit(Arguments arguments, int index) {
        if (limits == null) {
            limits = new ArrayList<>();
        }
        if (NO_LIMIT.equalsIgnoreCase(arguments.text(index))) {
            limits.clear();
        } else {
            limits.add(arguments.rate(index, "LIMIT"));
        }
    }

    private void readAttempts(Arguments arguments, int index) {
        attempts = (int) Bounds.inRange("ATTEMPTS", arguments.integer(index, "ATTEMPTS"), 1, Bounds.MAX_ATTEMPTS);
    }
}
