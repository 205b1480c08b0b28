package io.sluice.codec;

import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;

/** Writes down every call it hears, byte for byte, so that two runs can be compared. */
final class CommandTranscript implements Commands {
    final List<String> lines = new ArrayList<>();

    @Override
    public void submit(long nowNs, long correlationId, DirectBuffer queue, Submission s) {
        write("submit", nowNs, correlationId, hex(queue), hex(s.id()), hex(s.payload()), s.priority(), s.attempts());
        write(hex(s.group()), s.delayNs(), s.dueNs(), s.leaseNs(), s.keepNs(), s.ttlNs(), s.refusesKnown());
    }

    @Override
    public void claim(long nowNs, long correlationId, Claim claim) {
        List<String> queues = IntStream.range(0, claim.queueCount())
                .mapToObj(i -> hex(claim.queue(i)))
                .toList();
        write("claim", nowNs, correlationId, queues, claim.count(), claim.waitNs(), claim.leaseNs());
    }

    @Override
    public void complete(long nowNs, long correlationId, DirectBuffer id, long token, DirectBuffer result) {
        write("complete", nowNs, correlationId, hex(id), token, hex(result));
    }

    @Override
    public void fail(long nowNs, long correlationId, DirectBuffer id, long token, Failure failure) {
        write("fail", nowNs, correlationId, hex(id), token, hex(failure.error()), failure.delayNs(), failure.isDead());
    }

    @Override
    public void release(long nowNs, long correlationId, DirectBuffer id, long token, long delayNs) {
        write("release", nowNs, correlationId, hex(id), token, delayNs);
    }

    @Override
    public void extend(long nowNs, long correlationId, DirectBuffer id, long token, long leaseNs) {
        write("extend", nowNs, correlationId, hex(id), token, leaseNs);
    }

    @Override
    public void cancel(long nowNs, long correlationId, DirectBuffer id) {
        write("cancel", nowNs, correlationId, hex(id));
    }

    @Override
    public void task(long nowNs, long correlationId, DirectBuffer id) {
        write("task", nowNs, correlationId, hex(id));
    }

    @Override
    public void await(long nowNs, long correlationId, DirectBuffer id, long waitNs) {
        write("await", nowNs, correlationId, hex(id), waitNs);
    }

    @Override
    public void setQueue(long nowNs, long correlationId, DirectBuffer queue, QueueChange change) {
        write("setQueue", nowNs, correlationId, hex(queue), change);
    }

    @Override
    public void queue(long nowNs, long correlationId, DirectBuffer queue) {
        write("queue", nowNs, correlationId, hex(queue));
    }

    @Override
    public void queues(long nowNs, long correlationId) {
        write("queues", nowNs, correlationId);
    }

    @Override
    public void pause(long nowNs, long correlationId, DirectBuffer queue, boolean paused) {
        write("pause", nowNs, correlationId, hex(queue), paused);
    }

    @Override
    public void next(long nowNs, long correlationId, DirectBuffer queue, DirectBuffer group) {
        write("next", nowNs, correlationId, hex(queue), hex(group));
    }

    @Override
    public void peek(long nowNs, long correlationId, DirectBuffer queue, TaskState state, int count) {
        write("peek", nowNs, correlationId, hex(queue), state, count);
    }

    @Override
    public void retry(long nowNs, long correlationId, DirectBuffer queue, long count) {
        write("retry", nowNs, correlationId, hex(queue), count);
    }

    @Override
    public void purge(long nowNs, long correlationId, DirectBuffer queue, TaskState state) {
        write("purge", nowNs, correlationId, hex(queue), String.valueOf(state));
    }

    @Override
    public void setLimit(long nowNs, long correlationId, DirectBuffer limit, Rate rate, long guardNs) {
        write("setLimit", nowNs, correlationId, hex(limit), rate, guardNs);
    }

    @Override
    public void limit(long nowNs, long correlationId, DirectBuffer limit) {
        write("limit", nowNs, correlationId, hex(limit));
    }

    @Override
    public void limits(long nowNs, long correlationId) {
        write("limits", nowNs, correlationId);
    }

    @Override
    public void deleteLimit(long nowNs, long correlationId, DirectBuffer limit) {
        write("deleteLimit", nowNs, correlationId, hex(limit));
    }

    @Override
    public void takeLimit(long nowNs, long correlationId, DirectBuffer limit, int count, long waitNs) {
        write("takeLimit", nowNs, correlationId, hex(limit), count, waitNs);
    }

    @Override
    public void holdLimit(long nowNs, long correlationId, DirectBuffer limit, long holdNs) {
        write("holdLimit", nowNs, correlationId, hex(limit), holdNs);
    }

    @Override
    public void abandon(long nowNs, long correlationId) {
        write("abandon", nowNs, correlationId);
    }

    private void write(Object... words) {
        lines.add(List.of(words).toString());
    }

    private static String hex(DirectBuffer buffer) {
        return Bytes.hex(buffer);
    }
}
