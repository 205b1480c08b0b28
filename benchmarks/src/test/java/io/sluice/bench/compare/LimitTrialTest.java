package io.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Rate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LimitTrialTest {
    private static final Rate THREE_IN_100_MS = new Rate(3, 100_000_000);

    @Test
    void shouldFindAPlantedStartTooMany() throws Exception {
        // The fourth lies in no window with the first, but with the three behind it.
        LimitFinding finding = finding(0, 90_000, 99_999, 100_000, 189_999);

        assertEquals(4, finding.mostByServer());
        assertEquals(5, finding.starts());
        assertTrue(finding.exceeded());
    }

    @Test
    void shouldNotCountAStartAWholeWindowLater() throws Exception {
        LimitFinding finding = finding(0, 10, 20, 100_000, 100_010, 100_020);

        assertEquals(3, finding.mostByServer());
        assertFalse(finding.exceeded());
        assertTrue(finding.reached());
    }

    @Test
    void shouldSayThatALimitWasNeverInTheWay() throws Exception {
        LimitFinding finding = finding(0, 50_000, 100_000);

        assertFalse(finding.reached());
        assertFalse(finding.exceeded());
    }

    @Test
    void shouldCountTogetherWhatClientsSawAtOnce() throws Exception {
        // By the server's word an hour apart, but all are answered within one round.
        LimitFinding finding =
                finding(LongStream.range(0, 20).map(i -> i * 3_600_000_000L).toArray());

        assertEquals(1, finding.mostByServer());
        assertTrue(finding.mostByClients() > 3, finding::toString);
    }

    /** Lets starts be handed out that are said to have been at these microseconds. */
    private static LimitFinding finding(long... startsUs) throws Exception {
        Queue queue = new ScriptedQueue((claim, payloads) ->
                claim < startsUs.length ? new Queue.Claimed(payloads.remove(), "task", startsUs[claim]) : null);
        LimitTrial trial = new LimitTrial(queue, 4, THREE_IN_100_MS, 1);
        trial.run();
        return trial.finding(Side.REDIS, "scripted");
    }
}
