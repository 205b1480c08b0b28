package io.sluice.server.resp;

import static io.sluice.server.resp.Parameter.Type.INTEGER;
import static io.sluice.server.resp.Parameter.Type.STRING;

import io.sluice.core.Bounds;
import io.sluice.core.Names;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import java.util.ArrayList;
import java.util.List;

/** The options that change a queue's settings. The word {@code none} takes a bound away, or a list of them. */
final class SettingOptions {
    /** What stands in place of a bound that is taken away; hence nothing that can be bound to may have this name. */
    static final String NONE = "none";

    private static final long MIN_TTL_NS = 1_000;

    private final QueueChange change = new QueueChange();
    private List<Rate> limits;
    private List<Rate> groupLimits;
    private List<String> uses;

    /** Forgets what was read. */
    void reset() {
        change.reset();
        limits = null;
        groupLimits = null;
        uses = null;
    }

    /** Adds them to a command, which it returns. */
    Command addTo(Command command) {
        return command.repeatable("LIMIT", "rate|none", STRING, (a, i) -> limits = rates(limits, a, i, "LIMIT"))
                .repeatable("GROUPLIMIT", "rate|none", STRING, this::readGroupLimit)
                .repeatable("USE", "limit|none", STRING, this::readUse)
                .option(
                        "CONCURRENCY",
                        "count|none",
                        INTEGER,
                        (a, i) -> change.concurrency(running(a, i, "CONCURRENCY")))
                .option("GROUPCONCURRENCY", "count|none", INTEGER, this::readGroupConcurrency)
                .option("LEASE", "lease", STRING, (a, i) -> change.leaseNs(a.durationNs(i, "LEASE")))
                .option("ATTEMPTS", "attempts", INTEGER, this::readAttempts)
                .option("BACKOFF", "backoff", STRING, (a, i) -> change.backoffNs(a.durationNs(i, "BACKOFF")))
                .option("MAXBACKOFF", "backoff", STRING, (a, i) -> change.maxBackoffNs(a.durationNs(i, "MAXBACKOFF")))
                .option("KEEP", "keep", STRING, (a, i) -> change.keepNs(a.durationNs(i, "KEEP")))
                .option("MAXLEN", "count|none", INTEGER, this::readMaxLength)
                .option("TTL", "ttl|none", STRING, this::readTtl);
    }

    /** Puts together what may stand there several times; throws {@link IllegalArgumentException} if it is too often. */
    void end() {
        if (limits != null) {
            change.limits(limits);
        }
        if (groupLimits != null) {
            change.groupLimits(groupLimits);
        }
        if (uses != null) {
            change.uses(uses);
        }
    }

    /** Returns what is to change; good until the next {@link #reset}. */
    QueueChange change() {
        return change;
    }

    /** Tells whether a word is the one that takes a bound away. */
    static boolean isNone(Arguments arguments, int index) {
        return arguments.length(index) == NONE.length() && NONE.equalsIgnoreCase(arguments.text(index));
    }

    private void readGroupLimit(Arguments arguments, int index) {
        groupLimits = rates(groupLimits, arguments, index, "GROUPLIMIT");
    }

    private void readUse(Arguments arguments, int index) {
        uses = uses == null || isNone(arguments, index) ? new ArrayList<>() : uses;
        if (!isNone(arguments, index)) {
            Names.requireName(arguments.view(index));
            arguments.addName(index);
            uses.add(arguments.text(index));
        }
    }

    private void readGroupConcurrency(Arguments arguments, int index) {
        change.groupConcurrency(running(arguments, index, "GROUPCONCURRENCY"));
    }

    private void readAttempts(Arguments arguments, int index) {
        change.attempts((int) Bounds.inRange("ATTEMPTS", arguments.integer(index, "ATTEMPTS"), 1, Bounds.MAX_ATTEMPTS));
    }

    private void readMaxLength(Arguments arguments, int index) {
        change.maxLength(count(arguments, index, "MAXLEN", Bounds.MAX_LENGTH));
    }

    private void readTtl(Arguments arguments, int index) {
        change.ttlNs(
                isNone(arguments, index)
                        ? QueueSettings.UNBOUNDED
                        : Bounds.duration("TTL", arguments.durationNs(index, "TTL"), MIN_TTL_NS));
    }

    private static List<Rate> rates(List<Rate> before, Arguments arguments, int index, String what) {
        List<Rate> rates = before == null || isNone(arguments, index) ? new ArrayList<>() : before;
        if (!isNone(arguments, index)) {
            rates.add(arguments.rate(index, what));
        }
        return rates;
    }

    private static int running(Arguments arguments, int index, String what) {
        return (int) count(arguments, index, what, Bounds.MAX_CONCURRENCY);
    }

    private static long count(Arguments arguments, int index, String what, long max) {
        return isNone(arguments, index)
                ? QueueSettings.UNBOUNDED
                : Bounds.inRange(what, arguments.integer(index, what), 1, max);
    }
}
