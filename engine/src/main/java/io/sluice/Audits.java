package io.sluice;

import io.sluice.audit.Auditor;
import io.sluice.audit.MostStarts;
import io.sluice.core.FullestWindow;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.journal.Disk;
import io.sluice.journal.Journal;
import io.sluice.journal.JournalException;
import io.sluice.journal.ReadOnlyJournal;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the starts under limits anew, from the journal's files and not from what the engine believes: one reading after the
 * other, each by a thread of its own. The loop's thread only, but for the reading.
 */
final class Audits {
    private static final Logger LOG = LoggerFactory.getLogger(Sluice.class);

    private final Disk disk;
    private final Journal journal;
    private final Runnable onAnswer;
    private final Queue<Question> asked = new ArrayDeque<>();
    private final AtomicReference<Answer> answer = new AtomicReference<>();
    private boolean reading;
    private volatile boolean closed;

    /** What was asked. */
    private record Question(long correlationId, String limit, long sinceNs) {}

    /** What was found, or why nothing was. */
    private record Answer(long correlationId, List<FullestWindow> windows, Refusal refusal) {}

    /**
     * Makes an empty one.
     *
     * @param disk where the journal is.
     * @param journal is forced before it is read.
     * @param onAnswer has {@link #work} called soon; any thread.
     */
    Audits(Disk disk, Journal journal, Runnable onAnswer) {
        this.disk = disk;
        this.journal = journal;
        this.onAnswer = onAnswer;
    }

    /** Has the starts under a shared limit, or else of a queue, counted from an instant on; answered as audited, or refused. */
    void ask(long correlationId, String limit, long sinceNs) {
        asked.add(new Question(correlationId, limit, sinceNs));
    }

    /**
     * Answers what has been counted, and begins what is next. To be called when all that was decided was committed. Returns
     * whether there was an answer.
     */
    boolean work(Replies replies) {
        Answer found = answer.getAndSet(null);
        if (found != null) {
            reading = false;
            tell(found, replies);
        }
        if (!reading && !asked.isEmpty()) {
            reading = true;
            journal.sync();
            begin(asked.remove());
        }
        return found != null;
    }

    /** Gives up what was asked. */
    void close() {
        closed = true;
    }

    private static void tell(Answer found, Replies replies) {
        if (found.refusal == null) {
            replies.audited(found.correlationId, found.windows);
        } else {
            replies.refused(found.correlationId, found.refusal);
        }
    }

    private void begin(Question question) {
        Thread reader = new Thread(() -> answer(question), "sluice-audit");
        reader.setDaemon(true);
        reader.start();
    }

    private void answer(Question question) {
        try {
            answer.set(read(question));
        } catch (RuntimeException | Error e) {
            if (!closed) {
                LOG.error("Cannot count starts anew in {}", disk.path(), e);
            }
            answer.set(new Answer(question.correlationId, null, Refusal.DAMAGED));
        }
        onAnswer.run();
    }

    private Answer read(Question question) {
        try (Auditor auditor = new Auditor();
                ReadOnlyJournal files = ReadOnlyJournal.open(disk)) {
            files.tell((file, offset, sequence, atNs) -> at(auditor, file, offset, sequence), auditor);
            return auditor.mostStarts(question.limit, question.sinceNs)
                    .map(most -> new Answer(question.correlationId, windows(most), null))
                    .orElseGet(() -> new Answer(question.correlationId, null, Refusal.NOLIMIT));
        }
    }

    private void at(Auditor auditor, String file, long offset, long sequence) {
        if (closed) {
            throw new JournalException("given up");
        }
        auditor.at(file, offset, sequence);
    }

    private static List<FullestWindow> windows(List<MostStarts> rates) {
        return rates.stream()
                .map(most -> new FullestWindow(most.rate(), most.starts(), most.beganNs()))
                .toList();
    }
}
