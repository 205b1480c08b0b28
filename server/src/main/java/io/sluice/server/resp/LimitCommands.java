package io.sluice.server.resp;

import static io.sluice.server.access.Permission.ADMIN;
import static io.sluice.server.access.Permission.READ;
import static io.sluice.server.access.Permission.WORK;
import static io.sluice.server.resp.Parameter.Type.INTEGER;
import static io.sluice.server.resp.Parameter.Type.NAME;
import static io.sluice.server.resp.Parameter.Type.STRING;
import static io.sluice.server.resp.Parameter.Type.UNIX_TIME;

import io.sluice.Host;
import io.sluice.core.Bounds;
import io.sluice.core.Commands;
import io.sluice.core.Names;
import io.sluice.core.Rate;
import org.agrona.concurrent.UnsafeBuffer;

/** The commands that work with limits: shared ones, and those that are a queue's own. */
final class LimitCommands {
    private static final String GROUP = "limit";

    private final Commands commands;
    private final Host host;
    private final UnsafeBuffer name = new UnsafeBuffer(0, 0);
    private Rate rate;
    private long guardNs;
    private int count;
    private long durationNs;
    private long sinceNs;

    LimitCommands(Commands commands, Host host) {
        this.commands = commands;
        this.host = host;
    }

    /** Adds them all. */
    void addTo(CommandTable table) {
        table.add(new Command("LIMIT", GROUP, "Limits, shared ones and those of queues.")
                .with(set())
                .with(get())
                .with(list())
                .with(delete())
                .with(take())
                .with(hold())
                .with(audit()));
    }

    private Command set() {
        return new Command("SET", GROUP, "Makes a limit that queues can share, or sets its rate.")
                .needs(ADMIN)
                .begin(() -> guardNs = 0)
                .value("name", NAME, this::readNewName)
                .value("rate", STRING, (a, i) -> rate = a.rate(i, "the rate"))
                .option("GUARD", "guard", STRING, (a, i) -> guardNs = duration(a, i, "GUARD"))
                .end(() -> Bounds.duration("the rate's window and GUARD together", rate.windowNs() + guardNs, 1_000))
                .runs((connection, nowNs) -> commands.setLimit(nowNs, connection.number(), name, rate, guardNs));
    }

    private Command get() {
        return new Command("GET", GROUP, "Tells what a limit allows and how far it is used.")
                .needs(READ)
                .value("name", NAME, this::readName)
                .runs((connection, nowNs) -> commands.limit(nowNs, connection.number(), name));
    }

    private Command list() {
        return new Command("LIST", GROUP, "Tells the names of all shared limits.")
                .needs(READ)
                .runs((connection, nowNs) -> commands.limits(nowNs, connection.number()));
    }

    private Command delete() {
        return new Command("DELETE", GROUP, "Deletes a shared limit; queues no longer use it.")
                .needs(ADMIN)
                .value("name", NAME, this::readName)
                .runs((connection, nowNs) -> commands.deleteLimit(nowNs, connection.number(), name));
    }

    private Command take() {
        return new Command("TAKE", GROUP, "Uses a limit without a task.")
                .needs(WORK)
                .begin(this::beginTake)
                .value("name", NAME, this::readName)
                .option("COUNT", "count", INTEGER, this::readCount)
                .option("WAIT", "wait", STRING, (a, i) -> durationNs = duration(a, i, "WAIT"))
                .runs((connection, nowNs) -> commands.takeLimit(nowNs, connection.number(), name, count, durationNs));
    }

    private Command hold() {
        return new Command("HOLD", GROUP, "Lets nothing start under a limit for a while.")
                .needs(WORK)
                .value("name", NAME, this::readName)
                .value("duration", STRING, (a, i) -> durationNs = duration(a, i, "the duration"))
                .runs((connection, nowNs) -> commands.holdLimit(nowNs, connection.number(), name, durationNs));
    }

    private Command audit() {
        return new Command("AUDIT", GROUP, "Counts anew, from the journal, the most starts in any window of a limit.")
                .needs(READ)
                .begin(() -> sinceNs = Long.MIN_VALUE)
                .value("name", NAME, this::readName)
                .option("SINCE", "instant", UNIX_TIME, (a, i) -> sinceNs = a.instantNs(i, "SINCE"))
                .end(this::check)
                .runs((connection, nowNs) ->
                        host.audit(connection.number(), name.getStringWithoutLengthAscii(0, name.capacity()), sinceNs));
    }

    private void readName(Arguments arguments, int index) {
        arguments.view(index, name);
        Names.requireName(name);
    }

    private void readNewName(Arguments arguments, int index) {
        readName(arguments, index);
        if (SettingOptions.isNone(arguments, index)) {
            throw new IllegalArgumentException("a limit cannot be named none, as that is how USE names no limit");
        }
    }

    private void beginTake() {
        count = 1;
        durationNs = 0;
    }

    private void readCount(Arguments arguments, int index) {
        count = (int) Bounds.inRange("COUNT", arguments.integer(index, "COUNT"), 1, Bounds.MAX_RATE_STARTS);
    }

    private void check() {
        if (sinceNs < 0 && sinceNs != Long.MIN_VALUE) {
            throw new IllegalArgumentException("SINCE must not be negative");
        }
    }

    private static long duration(Arguments arguments, int index, String what) {
        return Bounds.duration(what, arguments.durationNs(index, what), 0);
    }
}
