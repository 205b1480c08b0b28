package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;

/** Tells an auditor a story, and says what faults it should find in it. */
abstract class AuditorStory {
    static final DirectBuffer NOTHING = new UnsafeBuffer(0, 0);

    final Auditor auditor = new Auditor();
    long lastTask;
    long lastToken;

    @AfterEach
    void close() {
        auditor.close();
    }

    void queue(Rate... rates) {
        queue(0, "mail", change().limits(List.of(rates)));
    }

    void queue(int number, String name, QueueChange change) {
        auditor.queueSet(number, name, change.applyTo(QueueSettings.DEFAULTS));
    }

    static QueueChange change() {
        return new QueueChange()
                .leaseNs(30_000_000)
                .attempts(5)
                .backoffNs(0)
                .maxBackoffNs(0)
                .keepNs(0);
    }

    long submit(long atNs) {
        auditor.submitted(++lastTask, 0, atNs, atNs, new Submission());
        return lastTask;
    }

    void submit(long atNs, String id) {
        DirectBuffer bytes = Life.bytes(id);
        auditor.submitted(++lastTask, 0, atNs, atNs, new Submission().id(bytes, 0, bytes.capacity()));
    }

    long submit(int queue, long atNs, Submission submission) {
        auditor.submitted(++lastTask, queue, atNs, atNs, submission);
        return lastTask;
    }

    static Submission ofGroup(String name) {
        DirectBuffer bytes = Life.bytes(name);
        return new Submission().group(bytes, 0, bytes.capacity());
    }

    void start(long task, long atNs) {
        auditor.started(task, ++lastToken, atNs, atNs + 30_000_000);
    }

    void startAndRelease(long decidedNs, long releasedNs) {
        start(submit(decidedNs), decidedNs);
        auditor.repliesReleased(releasedNs);
    }

    void startIn(int queue, long atNs) {
        start(submit(queue, atNs, new Submission()), atNs);
        auditor.repliesReleased(atNs);
    }

    void startOf(String group, long decidedNs, long releasedNs) {
        start(submit(0, decidedNs, ofGroup(group)), decidedNs);
        auditor.repliesReleased(releasedNs);
    }

    void fault(String text) {
        faults(text);
    }

    void faults(String... texts) {
        List<String> found =
                auditor.finish().first().stream().map(Violation::text).toList();
        assertEquals(texts.length, found.size(), () -> String.join("\n", found));
        for (int i = 0; i < texts.length; i++) {
            assertTrue(found.get(i).contains(texts[i]), found.get(i));
        }
    }
}
