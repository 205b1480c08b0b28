package io.sluice.core;

import static io.sluice.core.StateMachineModelTest.bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;

/** A state of many tasks in every condition, changed by random facts told straight to it. */
final class BusyState implements AutoCloseable {
    static final int QUEUES = 12;

    private static final long LEASE_NS = 1_000;

    final State state = new State();
    private final TaskView view = new TaskView(state);
    private final Submission submission = new Submission();
    private final List<Long> known = new ArrayList<>();
    private final Random random;
    private final int payloadLength;
    private long now = 1_700_000_000_000_000_000L;

    /**
     * Makes a state with a few queues and no tasks.
     *
     * @param payloadLength the longest payload, bytes; results and errors are short.
     */
    BusyState(Random random, int payloadLength) {
        this.random = random;
        this.payloadLength = payloadLength;
        for (int i = 0; i < QUEUES; i++) {
            state.queueSet(i, "queue" + i, QueueSettings.DEFAULTS);
        }
        Rate rate = new Rate(5, 10_000);
        state.limitSet(Events.SHARED_LIMITS, "api", rate, 1_000);
        QueueChange change = new QueueChange().uses(List.of("api")).groupLimits(List.of(rate));
        state.queueSet(0, "queue0", change.applyTo(QueueSettings.DEFAULTS));
    }

    /** Adds tasks, and as many changes of any of them. */
    void fill(int tasks) {
        for (int i = 0; i < tasks; i++) {
            submit();
            for (int left = random.nextInt(3); left > 0; left--) {
                change();
            }
        }
    }

    void submit() {
        DirectBuffer id = bytes(random.nextInt(3) == 0 ? "id" + state.lastTask() : "");
        DirectBuffer payload = content(payloadLength);
        submission.reset().priority(random.nextInt(Bounds.PRIORITIES));
        if (random.nextBoolean()) {
            submission.leaseNs(1_000_000).keepNs(random.nextInt(9));
        }
        if (random.nextInt(4) == 0) {
            submission.ttlNs(1_000 + random.nextInt(5_000));
        }
        DirectBuffer group = bytes(random.nextBoolean() ? "" : "group" + random.nextInt(50));
        submission.group(group, 0, group.capacity());
        submission.id(id, 0, id.capacity()).payload(payload, 0, payload.capacity());
        long number = state.lastTask() + 1;
        state.submitted(number, random.nextInt(QUEUES), ++now, now + random.nextInt(2) * afterNs(), submission);
        known.add(number);
    }

    /** Changes any task in a way that its state allows. */
    void change() {
        if (known.isEmpty()) {
            return;
        }
        int index = random.nextInt(known.size());
        long task = known.get(index);
        now++;
        switch (state.tasks.state(state.tasks.find(task))) {
            case DELAYED -> {
                if (random.nextInt(5) == 0) {
                    state.expired(task, now, now + afterNs());
                } else {
                    state.queued(task, now);
                }
            }
            case QUEUED -> state.started(task, state.lastToken() + 1, now, now + afterNs());
            case RUNNING -> leave(task);
            case DEAD -> {
                if (random.nextBoolean()) {
                    state.revived(task, now);
                } else {
                    forget(index, task);
                }
            }
            default -> forget(index, task);
        }
        if (random.nextInt(9) == 0) {
            state.repliesReleased(now);
        }
    }

    private void forget(int index, long task) {
        known.set(index, known.get(known.size() - 1));
        known.remove(known.size() - 1);
        state.forgotten(task);
    }

    int size() {
        return known.size();
    }

    /** Returns every task as a line of text, in the order of their numbers. */
    List<String> lines() {
        List<Long> numbers = new ArrayList<>(known);
        numbers.sort(null);
        return numbers.stream()
                .map(number -> line(view.show(state.tasks.find(number))))
                .toList();
    }

    static String line(Task task) {
        return String.join(
                " ",
                String.format("%06d", task.number()),
                "queue " + task.queue() + " " + ReplyLog.text(task.id()) + " named " + task.named(),
                "group " + ReplyLog.text(task.group()) + " expires " + task.expiresNs(),
                task.state() + " since or until " + task.turnNs() + " priority " + task.priority(),
                "attempt " + task.attempt() + "/" + task.attempts() + " token " + task.token(),
                "lease " + task.leaseNs() + " keep " + task.keepNs() + " size " + task.size(),
                "times " + task.submittedNs() + " " + task.startedNs() + " " + task.finishedNs(),
                ReplyLog.text(task.payload()) + "," + ReplyLog.text(task.error()) + "," + ReplyLog.text(task.result()));
    }

    private void leave(long task) {
        switch (random.nextInt(6)) {
            case 0 -> state.extended(task, now + afterNs());
            case 1 -> state.completed(task, now, now + afterNs(), content(8));
            case 2 -> state.retried(task, now, now + random.nextInt(2) * afterNs(), content(8));
            case 3 -> state.returned(task, now, now + random.nextInt(2) * afterNs());
            case 4 -> state.died(task, now, content(8));
            default -> state.cancelled(task, now, now + afterNs());
        }
    }

    private long afterNs() {
        return random.nextBoolean() ? LEASE_NS : 1 + random.nextInt(5_000);
    }

    private DirectBuffer content(int maxLength) {
        return bytes("c".repeat(random.nextInt(maxLength + 1)));
    }

    @Override
    public void close() {
        state.close();
    }
}
