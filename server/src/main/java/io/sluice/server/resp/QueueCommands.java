package io.sluice.server.resp;

import static io.sluice.server.access.Permission.ADMIN;
import static io.sluice.server.access.Permission.READ;
import static io.sluice.server.resp.Parameter.Type.INTEGER;
import static io.sluice.server.resp.Parameter.Type.NAME;
import static io.sluice.server.resp.Parameter.Type.STRING;

import io.sluice.core.Bounds;
import io.sluice.core.Commands;
import io.sluice.core.Names;
import org.agrona.concurrent.UnsafeBuffer;

/** The commands that work with a queue as a whole. */
final class QueueCommands {
    private static final String GROUP = "queue";
    private static final int DEFAULT_PEEK_COUNT = 10;

    private final Commands commands;
    private final UnsafeBuffer queue = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer group = new UnsafeBuffer(0, 0);
    private final SettingOptions settings = new SettingOptions();
    private final StateOption state = new StateOption();
    private long count;

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
                .with(pause("RESUME", "Lets the starts of a queue go on.", false))
                .with(peek())
                .with(retry())
                .with(purge()));
        table.add(next());
    }

    private Command set() {
        Command set = new Command("SET", GROUP, "Makes a queue, or changes what is named of its settings.")
                .needs(ADMIN)
                .begin(settings::reset)
                .value("queue", NAME, this::readQueue);
        return settings.addTo(set)
                .end(settings::end)
                .runs((connection, nowNs) -> commands.setQueue(nowNs, connection.number(), queue, settings.change()));
    }

    private Command get() {
        return new Command("GET", GROUP, "Tells a queue's settings and counts.")
                .needs(READ)
                .value("queue", NAME, this::readQueue)
                .runs((connection, nowNs) -> commands.queue(nowNs, connection.number(), queue));
    }

    private Command list() {
        return new Command("LIST", GROUP, "Tells the names of all queues.")
                .needs(READ)
                .runs((connection, nowNs) -> commands.queues(nowNs, connection.number()));
    }

    private Command pause(String name, String summary, boolean paused) {
        return new Command(name, GROUP, summary)
                .needs(ADMIN)
                .value("queue", NAME, this::readQueue)
                .runs((connection, nowNs) -> commands.pause(nowNs, connection.number(), queue, paused));
    }

    private Command peek() {
        return new Command("PEEK", GROUP, "Tells the ids of the tasks that stand first in a queue.")
                .needs(READ)
                .begin(() -> begin(DEFAULT_PEEK_COUNT))
                .value("queue", NAME, this::readQueue)
                .option("STATE", StateOption.ALL, STRING, state::read)
                .option("COUNT", "count", INTEGER, (a, i) -> readCount(a, i, Bounds.MAX_PEEK_COUNT))
                .runs((connection, nowNs) ->
                        commands.peek(nowNs, connection.number(), queue, state.orQueued(), (int) count));
    }

    private Command retry() {
        return new Command("RETRY", GROUP, "Puts dead tasks back with fresh attempts, oldest first.")
                .needs(ADMIN)
                .begin(() -> begin(Long.MAX_VALUE))
                .value("queue", NAME, this::readQueue)
                .option("COUNT", "count", INTEGER, (a, i) -> readCount(a, i, Long.MAX_VALUE))
                .runs((connection, nowNs) -> commands.retry(nowNs, connection.number(), queue, count));
    }

    private Command purge() {
        return new Command("PURGE", GROUP, "Removes the tasks of a queue that wait, or those of a state.")
                .needs(ADMIN)
                .begin(() -> begin(0))
                .value("queue", NAME, this::readQueue)
                .option("STATE", StateOption.NOT_RUNNING, STRING, state::readNotRunning)
                .runs((connection, nowNs) -> commands.purge(nowNs, connection.number(), queue, state.orNull()));
    }

    private Command next() {
        return new Command("NEXT", GROUP, "Tells in how many milliseconds a queue could start one more task.")
                .needs(READ)
                .begin(() -> group.wrap(0, 0))
                .value("queue", NAME, this::readQueue)
                .option("GROUP", "group", STRING, this::readGroup)
                .runs((connection, nowNs) -> commands.next(nowNs, connection.number(), queue, group));
    }

    private void begin(long count) {
        this.count = count;
        state.reset();
    }

    private void readQueue(Arguments arguments, int index) {
        arguments.view(index, queue);
        Names.requireName(queue);
    }

    private void readGroup(Arguments arguments, int index) {
        arguments.view(index, group);
        Names.requireName(group);
    }

    private void readCount(Arguments arguments, int index, long max) {
        count = Bounds.inRange("COUNT", arguments.integer(index, "COUNT"), 1, max);
    }
}
