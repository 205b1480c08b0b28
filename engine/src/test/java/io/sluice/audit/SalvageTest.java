package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.codec.EventDecoder;
import io.sluice.codec.Told;
import io.sluice.core.Bounds;
import io.sluice.core.Events;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.State;
import io.sluice.core.Submission;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What is left of a stream with holes can be applied, and the engine goes on from it. */
class SalvageTest {
    private static final DirectBuffer NOTHING = new UnsafeBuffer(0, 0);
    private static final int API = Events.SHARED_LIMITS;
    private static final Rate RATE = new Rate(2, 10_000);

    private final EventDecoder decoder = new EventDecoder();
    private final Told told = new Told();
    private final Salvage salvage = new Salvage(told.events());

    @AfterTry
    void close() {
        salvage.close();
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void shouldLetTheEngineGoOnBehindHoles(@ForAll long seed) {
        State state = new State();
        Salvage into = new Salvage(state);
        Random random = new Random(seed);
        long nowNs;
        try (Life life = new Life(seed)) {
            nowNs = life.live(120).nowNs();
            tellWithHoles(life.facts(), random, into);
        }
        into.finish(nowNs);
        into.close();

        try (Auditor auditor = new Auditor();
                Life life = new Life(seed, state, nowNs + random.nextInt(2) * Life.SECOND_NS)) {
            life.live(60).tell(auditor);

            assertEquals(List.of(), auditor.finish().first());
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void shouldChangeNothingWhereThereIsNoHole(@ForAll long seed) {
        Told whole = new Told();
        State state = new State();
        Told left = new Told();
        State salvaged = new State();
        Salvage into = new Salvage(salvaged);
        List<DirectBuffer> facts;
        try (Life life = new Life(seed)) {
            facts = life.live(100).facts();
        }

        facts.forEach(fact -> tell(fact, Life.all(state, into)));
        Salvaged report = into.finish(0);
        state.describe(whole.events());
        salvaged.describe(left.events());

        assertEquals(whole.lines(), left.lines());
        assertEquals(new Salvaged(facts.size(), Map.of(), 0, 0, Map.of()), report);
        into.close();
        state.close();
        salvaged.close();
    }

    @Example
    void shouldCountByKindWhatItLeavesOut() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(5, "", 10);
        salvage.gap();
        salvage.completed(4, 20, 30, NOTHING);
        salvage.died(4, 20, NOTHING);
        salvage.died(3, 20, NOTHING);
        salvage.forgotten(3);
        salvage.extended(5, 90);
        salvage.returned(5, 20, 20);

        Salvaged report = salvage.finish(100);

        assertEquals(
                new Salvaged(
                        2,
                        Map.of("completed", 1L, "died", 2L, "extended", 1L, "forgotten", 1L, "returned", 1L),
                        1,
                        0,
                        Map.of()),
                report);
    }

    @Example
    void shouldTakeStartsAsUnknownUpToTheFirstInstantBehindAHole() {
        salvage.numbersDescribed(7, 9);
        salvage.gap();
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(11, "", 40);
        submit(12, "", 50);

        assertEquals("numbersDescribed(7, 9)", told.lines().get(2));
        assertEquals("resumed(40, 0, 40)", told.lines().get(3));
        assertEquals(6, told.lines().size());
    }

    @Example
    void shouldTakeStartsAsUnknownUpToTheEndIfThatIsMissing() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(1, "", 40);
        salvage.gap();

        salvage.finish(90);

        assertTrue(told.lines().contains("resumed(90, 0, 90)"), told.lines().toString());
    }

    @Example
    void shouldTakeACompletionWhoseStartIsMissing() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(1, "", 10);
        salvage.gap();
        salvage.completed(1, 20, 30, NOTHING);

        assertTrue(told.lines().contains("completed(1, 20, 30, )"), told.lines().toString());
    }

    @Example
    void shouldStartNoTaskThatIsFinal() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(1, "", 10);
        salvage.cancelled(1, 20, 30);
        salvage.started(1, 1, 40, 50);

        assertEquals(Map.of("started", 1L), salvage.finish(50).leftOut());
    }

    @Example
    void shouldLeaveOutNumbersThatDoNotGrow() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(5, "", 10);
        submit(4, "", 10);
        salvage.started(5, 7, 20, 30);
        salvage.started(5, 7, 20, 30);

        assertEquals(Map.of("submitted", 1L, "started", 1L), salvage.finish(50).leftOut());
    }

    @Example
    void shouldForgetATaskWhoseIdIsSubmittedAgain() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(1, "order", 10);
        salvage.gap();
        submit(2, "order", 20);

        assertEquals("forgotten(1)", told.lines().get(4));
        assertEquals(1, salvage.finish(50).replaced());
        assertEquals("totalsDescribed(0, 2, 1)", told.lines().get(6));
    }

    @Example
    void shouldMakeUpQueuesThatAreMissing() {
        salvage.queueSet(0, "lost/1", QueueSettings.DEFAULTS);
        salvage.gap();
        salvage.queueSet(2, "mail", QueueSettings.DEFAULTS);
        salvage.queueSet(1, "sms", QueueSettings.DEFAULTS);

        Salvaged report = salvage.finish(10);

        assertEquals(Map.of(1, "lost/1/"), report.madeUp());
        assertTrue(
                told.lines().get(1).startsWith("queueSet(1, lost/1/,"),
                told.lines().toString());
        assertTrue(
                told.lines().get(2).startsWith("queueSet(2, mail,"),
                told.lines().toString());
        assertTrue(
                told.lines().get(3).startsWith("queueSet(1, lost/1/,"),
                told.lines().toString());
    }

    @Example
    void shouldLeaveOutQueuesThatCannotBe() {
        salvage.queuePaused(-1, true);
        salvage.queuePaused(1 << 17, true);

        assertEquals(Map.of("queuePaused", 2L), salvage.finish(1).leftOut());
    }

    @Example
    void shouldLetThroughWhatIsToldOfSharedLimits() {
        salvage.limitSet(API, "api", RATE, 7);
        salvage.queueSet(0, "mail", using("api"));
        salvage.limitHeld(API, 30);
        salvage.limitTaken(API, 20, 2);
        salvage.startsDescribed(API, 10, 3);
        salvage.startsUnknown(API, 5);
        salvage.limitDeleted(API);

        Salvaged report = salvage.finish(50);

        assertEquals(new Salvaged(7, Map.of(), 0, 0, Map.of()), report);
        assertEquals("limitSet(1073741824, api, " + RATE + ", 7)", told.lines().get(0));
        assertTrue(told.lines().get(1).contains("uses=[api]"), told.lines().get(1));
        assertEquals("limitDeleted(1073741824)", told.lines().get(6));
    }

    @Example
    void shouldLeaveOutWhatIsToldOfALimitThatIsMissing() {
        salvage.gap();
        salvage.queueSet(0, "mail", using("api", "sms"));
        salvage.limitHeld(API, 30);
        salvage.limitTaken(API, 20, 2);
        salvage.startsDescribed(API, 10, 3);
        salvage.startsUnknown(API, 5);
        salvage.limitDeleted(API);
        salvage.limitSet(7, "api", RATE, 0);
        salvage.limitSet(API + Bounds.MAX_LIMITS, "api", RATE, 0);

        Salvaged report = salvage.finish(50);

        assertEquals(
                Map.of(
                        "uses", 2L,
                        "limitHeld", 1L,
                        "limitTaken", 1L,
                        "startsDescribed", 1L,
                        "startsUnknown", 1L,
                        "limitDeleted", 1L,
                        "limitSet", 2L),
                report.leftOut());
        assertFalse(told.lines().get(0).contains("api"), told.lines().get(0));
    }

    @Example
    void shouldDeleteALimitWhoseDeletionIsMissing() {
        salvage.limitSet(API, "api", RATE, 0);
        salvage.limitSet(API + 1, "sms", RATE, 0);
        salvage.gap();
        salvage.limitSet(API, "mail", RATE, 0);
        salvage.limitSet(API + 2, "sms", RATE, 0);
        salvage.queueSet(0, "q", using("api", "mail", "sms"));

        assertEquals("limitDeleted(1073741824)", told.lines().get(2));
        assertEquals("limitDeleted(1073741825)", told.lines().get(4));
        assertTrue(
                told.lines().get(6).contains("uses=[mail, sms]"), told.lines().get(6));
    }

    @Example
    void shouldExpireOnlyWhatWaits() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(1, "", 10);
        submit(2, "", 10);
        salvage.started(2, 1, 10, 40);
        salvage.gap();
        salvage.expired(1, 20, 30);
        salvage.expired(2, 20, 30);
        salvage.expired(3, 20, 30);
        salvage.started(1, 2, 20, 30);

        assertEquals(Map.of("expired", 2L, "started", 1L), salvage.finish(50).leftOut());
        assertTrue(told.lines().contains("expired(1, 20, 30)"), told.lines().toString());
    }

    @Example
    void shouldReviveATaskWhoseDeathIsMissing() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(1, "", 10);
        salvage.started(1, 1, 10, 40);
        salvage.gap();
        salvage.revived(1, 20);

        assertEquals("died(1, 20, )", told.lines().get(5));
        assertEquals("revived(1, 20)", told.lines().get(6));
    }

    @Example
    void shouldReviveATaskWhoseRevivalIsMissing() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(1, "", 10);
        salvage.started(1, 1, 10, 40);
        salvage.died(1, 20, NOTHING);
        salvage.gap();
        salvage.started(1, 2, 30, 40);

        assertEquals("revived(1, 30)", told.lines().get(6));
        assertEquals("started(1, 2, 30, 40)", told.lines().get(7));
        assertEquals(Map.of(), salvage.finish(50).leftOut());
    }

    @Example
    void shouldReviveNothingThatIsFinalForGood() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        submit(1, "", 10);
        salvage.cancelled(1, 20, 30);
        salvage.gap();
        salvage.revived(1, 30);
        salvage.revived(2, 30);

        assertEquals(Map.of("revived", 2L), salvage.finish(50).leftOut());
    }

    @Example
    void shouldLetThroughWhatIsToldOfGroupsAndMakeUpTheirQueue() {
        salvage.gap();
        salvage.groupStartsUnknown(0, 5);
        salvage.groupStartsDescribed(0, Life.bytes("ada"), 10, 2);
        salvage.groupStartsDescribed(-1, Life.bytes("ada"), 10, 2);

        assertEquals(Map.of("groupStartsDescribed", 1L), salvage.finish(50).leftOut());
        assertEquals("groupStartsUnknown(0, 5)", told.lines().get(1));
        assertEquals("groupStartsDescribed(0, 616461, 10, 2)", told.lines().get(2));
    }

    @Example
    void shouldGiveOutNoTurnAgainThatATaskHas() {
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        salvage.gap();
        salvage.described(KnownTask.queued(1, 1).ofGroup("ada", 8));
        salvage.described(KnownTask.queued(2, 1).ofGroup("bob", 5));
        salvage.turnsDescribed(7);

        assertEquals("turnsDescribed(8)", told.lines().get(1));
        assertEquals("turnsDescribed(8)", told.lines().get(4));
    }

    @Example
    void shouldMakeTotalsFitTheTasksThatAreLeft() {
        salvage.numbersDescribed(9, 0);
        salvage.queueSet(0, "mail", QueueSettings.DEFAULTS);
        salvage.totalsDescribed(0, 9, 4);
        salvage.gap();
        salvage.described(KnownTask.queued(8, 1));

        salvage.finish(10);

        assertEquals("totalsDescribed(0, 9, 8)", told.lines().get(told.lines().size() - 1));
    }

    private static QueueSettings using(String... limits) {
        return new QueueChange().uses(List.of(limits)).applyTo(QueueSettings.DEFAULTS);
    }

    private void submit(long task, String id, long atNs) {
        DirectBuffer bytes = Life.bytes(id);
        salvage.submitted(task, 0, atNs, atNs, new Submission().id(bytes, 0, bytes.capacity()));
    }

    private void tellWithHoles(List<DirectBuffer> facts, Random random, Salvage into) {
        int oneIn = 2 + random.nextInt(40);
        for (int i = 0; i < facts.size(); i++) {
            if (random.nextInt(oneIn) == 0) {
                i += random.nextInt(6);
                into.gap();
            } else {
                tell(facts.get(i), into);
            }
        }
    }

    private void tell(DirectBuffer fact, Events to) {
        decoder.decode(fact, 0, fact.capacity(), to);
    }
}
