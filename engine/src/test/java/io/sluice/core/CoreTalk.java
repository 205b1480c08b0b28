package io.sluice.core;

import static io.sluice.core.StateMachineModelTest.bytes;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;

/**
 * A state machine that is spoken to in few words: names are text, its host does its duties at every instant, replies are let
 * out at once, and each answer is a line without the number it was asked under.
 */
final class CoreTalk implements AutoCloseable {
    static final long MS = 1_000_000;

    State state = new State();
    long nowNs;
    private final ReplyLog replies = new ReplyLog();
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();
    private StateMachine machine = new StateMachine(state, state, replies);
    private long correlation;

    /** Goes on with a state that is rebuilt from what this one tells of itself; who waits is forgotten. */
    void rebuild() {
        State rebuilt = new State();
        state.describe(rebuilt);
        close();
        state = rebuilt;
        machine = new StateMachine(state, state, replies);
    }

    /** Lets time pass and the machine do what is due on the way; returns what was answered. */
    List<String> at(long untilNs) {
        int turns = 0;
        while (machine.nextDeadlineNs() <= untilNs) {
            nowNs = Math.max(nowNs, machine.nextDeadlineNs());
            machine.onTime(nowNs);
            machine.released(nowNs);
            assertTrue(++turns < 100_000, "time stands still at " + nowNs);
        }
        nowNs = untilNs;
        machine.onTime(nowNs);
        return heard();
    }

    /** Lets the machine do once what is due now. */
    List<String> onTime() {
        machine.onTime(nowNs);
        return heard();
    }

    long nextDeadlineNs() {
        return machine.nextDeadlineNs();
    }

    List<String> heard() {
        machine.released(nowNs);
        return replies.take().stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    String submit(String queue, String id) {
        return submit(queue, id, "");
    }

    String submit(String queue, String id, String group) {
        return submit(queue, id, group, it -> it);
    }

    String submit(String queue, String id, String group, UnaryOperator<Submission> more) {
        DirectBuffer idBytes = bytes(id);
        DirectBuffer groupBytes = bytes(group);
        more.apply(submission.reset()).id(idBytes, 0, idBytes.capacity()).group(groupBytes, 0, groupBytes.capacity());
        machine.submit(nowNs, ++correlation, bytes(queue), submission);
        return last();
    }

    void submitAll(String queue, String group, String... ids) {
        Arrays.stream(ids).forEach(id -> submit(queue, id, group));
    }

    /** Claims without waiting and returns the ids of the tasks that were started, in order. */
    List<String> claim(String queue, int count) {
        machine.claim(nowNs, ++correlation, claim(queue).count(count));
        return started(heard());
    }

    /** Has so many claims wait for one task each; returns what they were answered. */
    List<String> wait(String queue, int claims) {
        for (int left = claims; left > 0; left--) {
            machine.claim(nowNs, ++correlation, claim(queue).waitNs(3_600_000 * MS));
        }
        return heard();
    }

    /** Returns the ids of the tasks whose start is among some answers, in order. */
    static List<String> started(List<String> answers) {
        return answers.stream()
                .filter(line -> line.startsWith("lease "))
                .map(line -> line.split(" ")[1])
                .toList();
    }

    List<String> complete(String id) {
        machine.complete(nowNs, ++correlation, bytes(id), token(id), bytes(""));
        return heard();
    }

    String fail(String id, boolean dead) {
        Failure failure = new Failure().delayNs(0);
        machine.fail(nowNs, ++correlation, bytes(id), token(id), dead ? failure.dead() : failure);
        return last();
    }

    String cancel(String id) {
        machine.cancel(nowNs, ++correlation, bytes(id));
        return last();
    }

    String await(String id) {
        machine.await(nowNs, ++correlation, bytes(id), 3_600_000 * MS);
        return last();
    }

    String task(String id) {
        machine.task(nowNs, ++correlation, bytes(id));
        return last();
    }

    /** Returns what stands behind a word in how a task stands. */
    String task(String id, String what) {
        String line = task(id);
        int from = line.indexOf(" " + what + " ");
        if (from < 0) {
            return line;
        }
        String rest = line.substring(from + what.length() + 2);
        return what.equals("why") ? rest.substring(0, rest.indexOf(" eta ")) : rest.split(" ", 2)[0];
    }

    List<String> set(String queue, UnaryOperator<QueueChange> change) {
        machine.setQueue(nowNs, ++correlation, bytes(queue), change.apply(new QueueChange()));
        return heard();
    }

    List<String> pause(String queue, boolean paused) {
        machine.pause(nowNs, ++correlation, bytes(queue), paused);
        return heard();
    }

    String queue(String queue) {
        machine.queue(nowNs, ++correlation, bytes(queue));
        return last();
    }

    String next(String queue, String group) {
        machine.next(nowNs, ++correlation, bytes(queue), bytes(group));
        return last();
    }

    String peek(String queue, TaskState of, int count) {
        machine.peek(nowNs, ++correlation, bytes(queue), of, count);
        return last();
    }

    List<String> retry(String queue, long count) {
        machine.retry(nowNs, ++correlation, bytes(queue), count);
        return heard();
    }

    List<String> purge(String queue, TaskState of) {
        machine.purge(nowNs, ++correlation, bytes(queue), of);
        return heard();
    }

    List<String> setLimit(String limit, int starts, long windowNs, long guardNs) {
        machine.setLimit(nowNs, ++correlation, bytes(limit), new Rate(starts, windowNs), guardNs);
        return heard();
    }

    String limit(String limit) {
        machine.limit(nowNs, ++correlation, bytes(limit));
        return last();
    }

    String limits() {
        machine.limits(nowNs, ++correlation);
        return last();
    }

    List<String> deleteLimit(String limit) {
        machine.deleteLimit(nowNs, ++correlation, bytes(limit));
        return heard();
    }

    /** Takes of a limit; the answer, or the empty text where it waits. */
    String take(String limit, int count, long waitNs) {
        machine.takeLimit(nowNs, ++correlation, bytes(limit), count, waitNs);
        return last();
    }

    /** Gives up what was asked so many commands ago, 0 for the last one. */
    void abandon(int commandsAgo) {
        machine.abandon(nowNs, correlation - commandsAgo);
    }

    List<String> hold(String limit, long holdNs) {
        machine.holdLimit(nowNs, ++correlation, bytes(limit), holdNs);
        return heard();
    }

    private Claim claim(String queue) {
        DirectBuffer name = bytes(queue);
        return claim.reset().queue(name, 0, name.capacity());
    }

    private long token(String id) {
        return state.tasks.token(state.tasks.find(bytes(id)));
    }

    private String last() {
        return String.join(" | ", heard());
    }

    @Override
    public void close() {
        machine.close();
        state.close();
    }
}
