package io.sluice.server.resp;

import static io.sluice.server.access.Permission.READ;
import static io.sluice.server.access.Permission.SUBMIT;
import static io.sluice.server.access.Permission.WORK;
import static io.sluice.server.resp.Parameter.Type.INTEGER;
import static io.sluice.server.resp.Parameter.Type.NAME;
import static io.sluice.server.resp.Parameter.Type.STRING;
import static io.sluice.server.resp.Parameter.Type.TASK;
import static io.sluice.server.resp.Parameter.Type.UNIX_TIME;

import io.sluice.core.Bounds;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.Names;
import io.sluice.core.Refusal;
import io.sluice.core.Submission;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The commands that work with tasks. */
final class TaskCommands {
    private static final String GROUP = "task";
    private static final long MIN_LEASE_NS = 1_000_000;

    private final Commands commands;
    private final int maxPayloadLength;
    private final UnsafeBuffer queue = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer result = new UnsafeBuffer(0, 0);
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();
    private final Failure failure = new Failure();
    private long token;
    private long durationNs;

    TaskCommands(Commands commands, int maxPayloadLength) {
        this.commands = commands;
        this.maxPayloadLength = maxPayloadLength;
    }

    /** Adds them all. */
    void addTo(CommandTable table) {
        table.add(submit()).add(claim()).add(complete()).add(fail()).add(release());
        table.add(extend()).add(cancel()).add(task()).add(await());
    }

    private Command submit() {
        return new Command("SUBMIT", GROUP, "Takes a task in and returns its id.")
                .needs(SUBMIT)
                .begin(submission::reset)
                .value("queue", NAME, this::readQueue)
                .value("payload", STRING, (a, i) -> submission.payload(a.buffer(), a.offset(i), a.length(i)))
                .option("ID", "id", STRING, this::readNewId)
                .option("PRIORITY", "priority", INTEGER, (a, i) -> submission.priority(a.integer(i, "PRIORITY")))
                .option("DELAY", "delay", STRING, (a, i) -> submission.delayNs(a.durationNs(i, "DELAY")))
                .orOption("AT", "at", UNIX_TIME, (a, i) -> submission.dueNs(a.instantNs(i, "AT")))
                .option("GROUP", "group", STRING, this::readGroup)
                .option("ATTEMPTS", "attempts", INTEGER, (a, i) -> submission.attempts(a.integer(i, "ATTEMPTS")))
                .option("LEASE", "lease", STRING, (a, i) -> submission.leaseNs(a.durationNs(i, "LEASE")))
                .option("TTL", "ttl", STRING, (a, i) -> submission.ttlNs(a.durationNs(i, "TTL")))
                .option("KEEP", "keep", STRING, (a, i) -> submission.keepNs(a.durationNs(i, "KEEP")))
                .flag("NX", (a, i) -> submission.refuseKnown())
                .runs((connection, nowNs) -> {
                    if (isSmall(connection, submission.payload())) {
                        commands.submit(nowNs, connection.number(), queue, submission);
                    }
                });
    }

    private Command claim() {
        return new Command("CLAIM", GROUP, "Starts tasks and returns their leases.")
                .needs(WORK)
                .begin(claim::reset)
                .values("queue", NAME, this::readClaimQueue)
                .option("COUNT", "count", INTEGER, (a, i) -> claim.count(a.integer(i, "COUNT")))
                .option("WAIT", "wait", STRING, (a, i) -> claim.waitNs(a.durationNs(i, "WAIT")))
                .option("LEASE", "lease", STRING, (a, i) -> claim.leaseNs(a.durationNs(i, "LEASE")))
                .runs((connection, nowNs) -> commands.claim(nowNs, connection.number(), claim));
    }

    private Command complete() {
        return new Command("COMPLETE", GROUP, "Ends a running task well.")
                .needs(WORK)
                .begin(() -> result.wrap(0, 0))
                .value("id", TASK, this::readId)
                .value("token", INTEGER, this::readToken)
                .option("RESULT", "result", STRING, (a, i) -> a.view(i, result))
                .runs((connection, nowNs) -> {
                    if (isSmall(connection, result)) {
                        commands.complete(nowNs, connection.number(), id, token, result);
                    }
                });
    }

    private Command fail() {
        return new Command("FAIL", GROUP, "Gives a running task up and returns its new state.")
                .needs(WORK)
                .begin(failure::reset)
                .value("id", TASK, this::readId)
                .value("token", INTEGER, this::readToken)
                .option("ERROR", "error", STRING, (a, i) -> failure.error(a.buffer(), a.offset(i), a.length(i)))
                .option("DELAY", "delay", STRING, (a, i) -> failure.delayNs(a.durationNs(i, "DELAY")))
                .flag("DEAD", (a, i) -> failure.dead())
                .runs((connection, nowNs) -> commands.fail(nowNs, connection.number(), id, token, failure));
    }

    private Command release() {
        return new Command("RELEASE", GROUP, "Hands a running task back; the attempt does not count.")
                .needs(WORK)
                .begin(() -> durationNs = 0)
                .value("id", TASK, this::readId)
                .value("token", INTEGER, this::readToken)
                .option("DELAY", "delay", STRING, (a, i) -> durationNs = duration(a, i, "DELAY", 0))
                .runs((connection, nowNs) -> commands.release(nowNs, connection.number(), id, token, durationNs));
    }

    private Command extend() {
        return new Command("EXTEND", GROUP, "Moves the deadline of a lease and returns it.")
                .needs(WORK)
                .begin(() -> durationNs = Submission.FROM_QUEUE)
                .value("id", TASK, this::readId)
                .value("token", INTEGER, this::readToken)
                .option("LEASE", "lease", STRING, (a, i) -> durationNs = duration(a, i, "LEASE", MIN_LEASE_NS))
                .runs((connection, nowNs) -> commands.extend(nowNs, connection.number(), id, token, durationNs));
    }

    private Command cancel() {
        return new Command("CANCEL", GROUP, "Withdraws a task that is not final.")
                .needs(SUBMIT)
                .value("id", TASK, this::readId)
                .runs((connection, nowNs) -> commands.cancel(nowNs, connection.number(), id));
    }

    private Command task() {
        return new Command("TASK", GROUP, "Tells how a task stands.")
                .needs(SUBMIT, WORK, READ)
                .value("id", TASK, this::readId)
                .runs((connection, nowNs) -> commands.task(nowNs, connection.number(), id));
    }

    private Command await() {
        return new Command("AWAIT", GROUP, "Waits until a task is final.")
                .needs(SUBMIT, WORK, READ)
                .value("id", TASK, this::readId)
                .value("wait", STRING, (a, i) -> durationNs = duration(a, i, "the wait", 0))
                .runs((connection, nowNs) -> commands.await(nowNs, connection.number(), id, durationNs));
    }

    private boolean isSmall(Connection connection, DirectBuffer content) {
        if (content.capacity() <= maxPayloadLength) {
            return true;
        }
        connection.refuse(Refusal.TOOBIG);
        return false;
    }

    private void readQueue(Arguments arguments, int index) {
        arguments.view(index, queue);
        Names.requireName(queue);
    }

    private void readClaimQueue(Arguments arguments, int index) {
        Names.requireName(arguments.view(index));
        claim.queue(arguments.buffer(), arguments.offset(index), arguments.length(index));
    }

    private void readNewId(Arguments arguments, int index) {
        Names.requireId(arguments.view(index));
        submission.id(arguments.buffer(), arguments.offset(index), arguments.length(index));
    }

    private void readGroup(Arguments arguments, int index) {
        Names.requireName(arguments.view(index));
        submission.group(arguments.buffer(), arguments.offset(index), arguments.length(index));
    }

    private void readId(Arguments arguments, int index) {
        Bounds.inRange("length of a task id", arguments.length(index), 1, Bounds.MAX_ID_LENGTH);
        arguments.view(index, id);
    }

    private void readToken(Arguments arguments, int index) {
        token = arguments.integer(index, "the token");
    }

    private static long duration(Arguments arguments, int index, String what, long minNs) {
        return Bounds.duration(what, arguments.durationNs(index, what), minNs);
    }
}
