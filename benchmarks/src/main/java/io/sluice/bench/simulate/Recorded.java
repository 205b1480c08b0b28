package io.sluice.bench.simulate;

import io.sluice.core.Commands;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.agrona.collections.LongArrayList;

/** What came from outside according to a journal, once more, with other limits if wanted. */
final class Recorded implements Feed {
    private final Recording recording;
    private final Map<String, List<Rate>> limits;
    private final RandomGenerator random;
    private final Submission submission = new Submission();
    private final List<RecordedTask> accepted = new ArrayList<>();
    private int submits;
    private int happenings;

    /**
     * Begins from the beginning.
     *
     * @param limits rates to have in place of the recorded ones, by the names of queues and shared limits.
     * @param random draws service times for attempts that the journal knows nothing of, among those it knows.
     */
    Recorded(Recording recording, Map<String, List<Rate>> limits, RandomGenerator random) {
        this.recording = recording;
        this.limits = limits;
        this.random = random;
    }

    @Override
    public long beginNs() {
        return recording.beginNs();
    }

    @Override
    public void prepare(Commands commands) {
        limits.forEach((name, rates) -> override(name, rates).redo(beginNs(), commands, limits));
    }

    @Override
    public long nextNs() {
        if (isHappeningNext()) {
            return Math.max(beginNs(), recording.happenings().get(happenings).atNs());
        }
        return submits < recording.submitted().size() ? recording.submitted().get(submits).atNs : NEVER;
    }

    @Override
    public void tell(Commands commands) {
        long nowNs = nextNs();
        if (isHappeningNext()) {
            Happening next = recording.happenings().get(happenings++);
            next.deed().redo(nowNs, commands, limits);
        } else {
            recording.submitted().get(submits++).submit(nowNs, commands, submission);
        }
    }

    @Override
    public void accepted(long task) {
        RecordedTask recorded = recording.submitted().get(submits - 1);
        recorded.accepted(task);
        accepted.add(recorded);
    }

    @Override
    public void attempt(long task, Attempt into) {
        if (!task(task).next(into)) {
            LongArrayList known = recording.completedNs();
            into.end = Attempt.End.COMPLETE;
            into.durationNs = known.isEmpty() ? 0 : known.getLong(random.nextInt(known.size()));
            into.delayNs = Submission.FROM_QUEUE;
        }
    }

    @Override
    public int group(long task) {
        return task(task).group;
    }

    @Override
    public long dueNs(long task) {
        return task(task).dueNs;
    }

    private RecordedTask task(long number) {
        long index = number - recording.lastTask() - 1;
        return index < 0 ? recording.task(number) : accepted.get((int) index);
    }

    private boolean isHappeningNext() {
        return happenings < recording.happenings().size()
                && recording.happenings().get(happenings).submitsBefore() <= submits;
    }

    private Happening.Deed override(String name, List<Rate> rates) {
        return recording.isShared(name)
                ? Happening.limitSet(name, rates.get(0), 0)
                : Happening.queueLimitsSet(name, rates);
    }
}
