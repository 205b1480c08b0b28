package io.sluice.bench.simulate;

import io.sluice.bench.workload.Arrivals;
import io.sluice.bench.workload.ServiceTime;
import io.sluice.core.Commands;
import io.sluice.core.QueueChange;
import io.sluice.core.Submission;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/** Tasks of one queue that arrive by chance, of groups picked by chance. The same seed makes the same ones. */
final class Profile implements Feed {
    /** The name of its queue. */
    static final String QUEUE = "tasks";

    /** Where time begins: midnight of some day, so that a pattern over the day has its hours. */
    private static final long BEGIN_NS = 20_000L * 86_400_000_000_000L;

    private static final int ANYBODY = -1;

    private final Arrivals arrivals;
    private final ServiceTime service;
    private final QueueChange settings;
    private final Mix mix;
    private final RandomGenerator random;
    private final DirectBuffer queue = new UnsafeBuffer(QUEUE.getBytes(StandardCharsets.US_ASCII));
    private final DirectBuffer payload;
    private final UnsafeBuffer groupName = new UnsafeBuffer(new byte[16]);
    private final Submission submission = new Submission();
    private final IntArrayList groups = new IntArrayList();
    private final LongArrayList dueNs = new LongArrayList();
    private long nextNs;
    private int group;

    /**
     * Which tasks they are.
     *
     * @param payloadLength of each, bytes.
     * @param groups how many groups they are of, each as likely; 0 for tasks of no group.
     * @param heavyShare which part of the tasks is of the first group instead: 0 to 1.
     * @param failShare which part of the attempts fails: 0 to 1.
     */
    record Mix(int payloadLength, int groups, double heavyShare, double failShare) {}

    Profile(Arrivals arrivals, ServiceTime service, QueueChange settings, Mix mix, RandomGenerator random) {
        this.arrivals = arrivals;
        this.service = service;
        this.settings = settings;
        this.mix = mix;
        this.random = random;
        payload = new UnsafeBuffer(new byte[mix.payloadLength()]);
        advance();
    }

    @Override
    public long beginNs() {
        return BEGIN_NS;
    }

    @Override
    public void prepare(Commands commands) {
        commands.setQueue(BEGIN_NS, Answers.OUTSIDE, queue, settings);
    }

    @Override
    public long nextNs() {
        return nextNs;
    }

    @Override
    public void tell(Commands commands) {
        long atNs = nextNs;
        submission.reset().payload(payload, 0, payload.capacity());
        group = pickGroup();
        if (group != ANYBODY) {
            int length = groupName.putNaturalIntAscii(0, group);
            submission.group(groupName, 0, length);
        }
        commands.submit(atNs, Answers.OUTSIDE, queue, submission);
        advance();
    }

    @Override
    public void accepted(long task) {
        groups.addInt(group);
        dueNs.addLong(nextNs);
    }

    @Override
    public void attempt(long task, Attempt into) {
        into.durationNs = service.drawNs(random);
        into.end = random.nextDouble() < mix.failShare() ? Attempt.End.FAIL : Attempt.End.COMPLETE;
        into.delayNs = Submission.FROM_QUEUE;
    }

    @Override
    public int group(long task) {
        return groups.getInt((int) task - 1);
    }

    @Override
    public long dueNs(long task) {
        return dueNs.getLong((int) task - 1);
    }

    private int pickGroup() {
        if (mix.groups() == 0) {
            return ANYBODY;
        }
        return random.nextDouble() < mix.heavyShare() ? 0 : random.nextInt(mix.groups());
    }

    private void advance() {
        long sinceBeginNs = arrivals.nextNs();
        nextNs = sinceBeginNs == Arrivals.NEVER ? NEVER : BEGIN_NS + sinceBeginNs;
    }
}
