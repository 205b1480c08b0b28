package io.sluice;

import io.sluice.Asked.What;
import io.sluice.core.Bounds;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/** Clients that submit, work, look and change settings as a seed has them do, and tell the judge what they ask for. */
final class SimulatedClients implements SimulatedDoor.Client {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final int MAX_REQUESTS = 12;
    private static final int MAX_TASKS = 100;
    private static final int MAX_WAITING = 6;
    private static final int MAX_QUEUES = 3;

    private final SplittableRandom random;
    private final HistoryJudge judge;
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();
    private final Failure failure = new Failure();
    private final UnsafeBuffer queueBytes = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer idBytes = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer contentBytes = new UnsafeBuffer(0, 0);
    private final byte[][] queueNames = new byte[MAX_QUEUES][];
    private long lastCorrelationId;
    private long lastId;
    private Commands commands;
    private Host host;
    private boolean synced;

    SimulatedClients(SplittableRandom random, HistoryJudge judge) {
        this.random = random;
        this.judge = judge;
        for (int i = 0; i < MAX_QUEUES; i++) {
            queueNames[i] = ascii("queue-" + i);
        }
    }

    long nextCorrelationId() {
        return ++lastCorrelationId;
    }

    /** Tells, once, whether somebody asked for everything to be forced. */
    boolean takeSynced() {
        boolean taken = synced;
        synced = false;
        return taken;
    }

    @Override
    public void ask(Commands commands, Host host) {
        this.commands = commands;
        this.host = host;
        int requests = 1 + random.nextInt(1 + random.nextInt(MAX_REQUESTS));
        for (int i = 0; i < requests; i++) {
            ask(random.nextInt(100));
        }
    }

    private void ask(int what) {
        if (what < 30) {
            submitOrCancel();
        } else if (what < 52) {
            claim();
        } else if (what < 72) {
            complete();
        } else if (what < 78) {
            fail();
        } else if (what < 81) {
            release();
        } else if (what < 85) {
            extend();
        } else if (what < 88) {
            cancel();
        } else if (what < 91) {
            task();
        } else if (what < 93) {
            await();
        } else if (what < 95) {
            queue();
        } else {
            rarely(random.nextInt(30));
        }
    }

    private void rarely(int what) {
        if (what < 10) {
            setQueue();
        } else if (what < 20) {
            pause();
        } else if (what < 23) {
            next();
        } else if (what < 26) {
            abandon();
        } else if (what < 28) {
            host.sync();
            synced = true;
        } else {
            snapshot();
        }
    }

    private Asked begin(What what) {
        return new Asked(what, nextCorrelationId(), host.nowNs());
    }

    private void submitOrCancel() {
        if (judge.tasks.size() > MAX_TASKS) {
            cancel();
        } else {
            submit();
        }
    }

    private void submit() {
        Asked asked = begin(What.SUBMIT);
        judge.timeIs(asked.askedNs);
        asked.queue = "queue-" + queueNumber();
        asked.id = submittedId();
        asked.payload = payload(asked);
        asked.priority = one(2) ? Bounds.DEFAULT_PRIORITY : random.nextInt(Bounds.PRIORITIES);
        asked.attempts = one(3) ? 1 + random.nextInt(4) : 0;
        asked.delayNs = one(4) ? duration() : 0;
        asked.leaseNs = one(4) ? MS + duration() : Submission.FROM_QUEUE;
        asked.keepNs = one(3) ? duration() : Submission.FROM_QUEUE;
        asked.refusesKnown = one(4);
        submission.reset().priority(asked.priority).delayNs(asked.delayNs);
        submission.id(bytes(idBytes, asked.id), 0, asked.id.length());
        contentBytes.wrap(asked.payload);
        submission.payload(contentBytes, 0, asked.payload.length);
        if (asked.attempts > 0) {
            submission.attempts(asked.attempts);
        }
        if (asked.leaseNs >= 0) {
            submission.leaseNs(asked.leaseNs);
        }
        if (asked.keepNs >= 0) {
            submission.keepNs(asked.keepNs);
        }
        if (asked.refusesKnown) {
            submission.refuseKnown();
        }
        judge.asks(asked.askedNs, asked);
        commands.submit(asked.askedNs, asked.correlationId, bytes(queueBytes, asked.queue), submission);
        judge.askedFor(asked);
    }

    /** Returns an id that is new, one that is known, or none. */
    private String submittedId() {
        if (one(2)) {
            return "";
        }
        String known = one(6) ? recentId() : "";
        JudgedTask task = judge.tasks.get(known);
        boolean mayNotBeUsedAgain = known.startsWith("@") || task != null && !task.exists();
        return known.isEmpty() || mayNotBeUsedAgain ? "task-" + ++lastId : known;
    }

    /** Returns bytes that no other request has: its number, and as many more as come. */
    private byte[] payload(Asked asked) {
        byte[] payload = new byte[Long.BYTES + (one(20) ? random.nextInt(4_000) : random.nextInt(60))];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (asked.correlationId >>> i % Long.BYTES * 8);
        }
        return payload;
    }

    private void claim() {
        // Where there is no room, a claim that waits may or may not make its queues.
        boolean mayWait = judge.waiting.size() < MAX_WAITING && !judge.fullAllowed;
        Asked asked = begin(What.CLAIM);
        asked.queues = claimedQueues();
        asked.count = one(4) ? 1 + random.nextInt(8) : 1;
        asked.waitNs = mayWait && one(2) ? 1 + duration() : 0;
        asked.leaseNs = one(3) ? MS + duration() : Submission.FROM_QUEUE;
        claim.reset().count(asked.count).waitNs(asked.waitNs);
        for (String name : asked.queues) {
            byte[] bytes = queueNames[name.charAt(name.length() - 1) - '0'];
            claim.queue(new UnsafeBuffer(bytes), 0, bytes.length);
        }
        if (asked.leaseNs >= 0) {
            claim.leaseNs(asked.leaseNs);
        }
        judge.asks(asked.askedNs, asked);
        commands.claim(asked.askedNs, asked.correlationId, claim);
        judge.askedFor(asked);
    }

    private List<String> claimedQueues() {
        List<String> names = new ArrayList<>();
        int first = queueNumber();
        int count = one(3) ? 1 + random.nextInt(MAX_QUEUES) : 1;
        for (int i = 0; i < count; i++) {
            names.add("queue-" + (first + i) % MAX_QUEUES);
        }
        return names;
    }

    private Asked beginWithLease(What what) {
        Asked asked = begin(what);
        int at = random.nextInt(HistoryJudge.RECENT);
        asked.id = idAt(at);
        asked.token = judge.recentTokens[at] == 0 ? 1 : judge.recentTokens[at];
        if (one(12)) {
            asked.token += random.nextInt(3) - 1;
        }
        return asked;
    }

    private void complete() {
        Asked asked = beginWithLease(What.COMPLETE);
        judge.asks(asked.askedNs, asked);
        contentBytes.wrap(queueNames[0]);
        commands.complete(asked.askedNs, asked.correlationId, bytes(idBytes, asked.id), asked.token, contentBytes);
        judge.askedFor(asked);
    }

    private void fail() {
        Asked asked = beginWithLease(What.FAIL);
        asked.delayNs = one(2) ? Submission.FROM_QUEUE : one(3) ? 0 : duration();
        asked.dead = one(20);
        failure.reset();
        if (asked.delayNs >= 0) {
            failure.delayNs(asked.delayNs);
        }
        if (asked.dead) {
            failure.dead();
        }
        judge.asks(asked.askedNs, asked);
        commands.fail(asked.askedNs, asked.correlationId, bytes(idBytes, asked.id), asked.token, failure);
        judge.askedFor(asked);
    }

    private void release() {
        Asked asked = beginWithLease(What.RELEASE);
        asked.delayNs = one(2) ? 0 : duration();
        judge.asks(asked.askedNs, asked);
        commands.release(asked.askedNs, asked.correlationId, bytes(idBytes, asked.id), asked.token, asked.delayNs);
        judge.askedFor(asked);
    }

    private void extend() {
        Asked asked = beginWithLease(What.EXTEND);
        asked.leaseNs = one(2) ? Submission.FROM_QUEUE : MS + duration();
        judge.asks(asked.askedNs, asked);
        commands.extend(asked.askedNs, asked.correlationId, bytes(idBytes, asked.id), asked.token, asked.leaseNs);
        judge.askedFor(asked);
    }

    private void cancel() {
        Asked asked = begin(What.CANCEL);
        asked.id = recentId();
        judge.asks(asked.askedNs, asked);
        commands.cancel(asked.askedNs, asked.correlationId, bytes(idBytes, asked.id));
        judge.askedFor(asked);
    }

    private void task() {
        Asked asked = begin(What.TASK);
        asked.id = recentId();
        judge.asks(asked.askedNs, asked);
        commands.task(asked.askedNs, asked.correlationId, bytes(idBytes, asked.id));
        judge.askedFor(asked);
    }

    private void await() {
        Asked asked = begin(What.AWAIT);
        asked.id = recentId();
        asked.waitNs = judge.waiting.size() < MAX_WAITING ? duration() : 0;
        judge.asks(asked.askedNs, asked);
        commands.await(asked.askedNs, asked.correlationId, bytes(idBytes, asked.id), asked.waitNs);
        judge.askedFor(asked);
    }

    private void queue() {
        Asked asked = begin(What.QUEUE);
        asked.queue = "queue-" + queueNumber();
        judge.asks(asked.askedNs, asked);
        commands.queue(asked.askedNs, asked.correlationId, bytes(queueBytes, asked.queue));
        judge.askedFor(asked);
    }

    private void setQueue() {
        Asked asked = begin(What.SET_QUEUE);
        asked.queue = "queue-" + queueNumber();
        asked.change = change();
        judge.asks(asked.askedNs, asked);
        commands.setQueue(asked.askedNs, asked.correlationId, bytes(queueBytes, asked.queue), asked.change);
        judge.askedFor(asked);
    }

    private QueueChange change() {
        QueueChange change = new QueueChange();
        if (one(2)) {
            change.limits(rates());
        }
        if (one(3)) {
            change.leaseNs(MS + duration());
        }
        if (one(4)) {
            change.attempts(1 + random.nextInt(6));
        }
        if (one(4)) {
            change.backoffNs(duration());
        }
        if (one(4)) {
            change.maxBackoffNs(duration());
        }
        if (one(3)) {
            change.keepNs(duration());
        }
        return change;
    }

    private List<Rate> rates() {
        List<Rate> rates = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            rates.add(new Rate(1 + random.nextInt(6), (1 + random.nextInt(20_000)) * MS));
        }
        return rates;
    }

    private void pause() {
        Asked asked = begin(What.PAUSE);
        asked.queue = "queue-" + queueNumber();
        asked.paused = one(3);
        judge.asks(asked.askedNs, asked);
        commands.pause(asked.askedNs, asked.correlationId, bytes(queueBytes, asked.queue), asked.paused);
        judge.askedFor(asked);
    }

    private void next() {
        Asked asked = begin(What.NEXT);
        asked.queue = "queue-" + queueNumber();
        judge.asks(asked.askedNs, asked);
        commands.next(asked.askedNs, asked.correlationId, bytes(queueBytes, asked.queue), new UnsafeBuffer(0, 0));
        judge.askedFor(asked);
    }

    private void snapshot() {
        Asked asked = begin(What.SNAPSHOT);
        judge.asks(asked.askedNs, asked);
        host.snapshot(asked.correlationId);
        judge.askedFor(asked);
    }

    private void abandon() {
        // What is due is answered before anything is given up.
        next();
        if (!judge.waiting.isEmpty()) {
            Asked asked = judge.waiting.values().iterator().next();
            judge.abandons(host.nowNs(), asked);
            commands.abandon(host.nowNs(), asked.correlationId);
        }
    }

    private String recentId() {
        return one(30) ? "nobody" : idAt(random.nextInt(HistoryJudge.RECENT));
    }

    private String idAt(int at) {
        return judge.recentIds[at] == null ? "nobody" : judge.recentIds[at];
    }

    private int queueNumber() {
        return one(2) ? 0 : random.nextInt(MAX_QUEUES);
    }

    /** Returns a duration, mostly of seconds, sometimes a multiple of one so that instants meet. */
    private long duration() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(1_000) * MS;
            case 1, 2 -> (1 + random.nextInt(5)) * SECOND;
            case 3 -> random.nextLong(30 * SECOND);
            case 4 -> random.nextLong(SECOND);
            default -> random.nextLong(300 * SECOND);
        };
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    static UnsafeBuffer bytes(UnsafeBuffer buffer, String text) {
        buffer.wrap(ascii(text));
        return buffer;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
