package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Tells an auditor a story, and says what faults it should find in it. */
abstract class AuditorStory {
    static final DirectBuffer NOTHING = new UnsafeBuffer(0, 0);

    final Auditor auditor = new Auditor();
    long lastTask;
    long lastToken;

    void queue(Rate... rates) {
        auditor.queueSet(0, "mail", new QueueSettings(List.of(rates), 30_000_000, 5, 0, 0, 0));
    }

    long submit(long atNs) {
        auditor.submitted(++lastTask, 0, atNs, atNs, new Submission());
        return lastTask;
    }

    void submit(long atNs, String id) {
        DirectBuffer bytes = Life.bytes(id);
        auditor.submitted(++lastTask, 0, atNs, atNs, new Submission().id(bytes, 0, bytes.capacity()));
    }

    void start(long task, long atNs) {
        auditor.started(task, ++lastToken, atNs, atNs + 30_000_000);
    }

    void startAndRelease(long decidedNs, long releasedNs) {
        start(submit(decidedNs), decidedNs);
        auditor.repliesReleased(releasedNs);
    }

    void batch(long atNs) {
        auditor.at("", 0, 0, atNs);
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
