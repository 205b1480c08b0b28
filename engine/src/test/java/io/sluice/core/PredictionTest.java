package io.sluice.core;

import static io.sluice.core.CoreTalk.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Tasks start at the very instant at which they were told to be able to, where nothing else comes between. */
class PredictionTest {
    @Property(tries = 150)
    void shouldStartEachTaskWhenItSaidUnderOneRate(@ForAll long seed) {
        shouldStartEachTaskWhenItSaid(new Random(seed), 1);
    }

    @Property(tries = 150)
    void shouldStartEachTaskWhenItSaidUnderSeveralRates(@ForAll long seed) {
        shouldStartEachTaskWhenItSaid(new Random(seed), 4);
    }

    private static void shouldStartEachTaskWhenItSaid(Random random, int most) {
        try (CoreTalk talk = new CoreTalk()) {
            limit(talk, random, most);
            int tasks = 1 + random.nextInt(25);
            for (int i = 0; i < tasks; i++) {
                int priority = random.nextInt(3);
                talk.submit("q", "t" + i, "", it -> it.priority(priority));
                if (random.nextInt(4) == 0) {
                    talk.at(talk.nowNs + random.nextInt(500) * MS);
                    talk.claim("q", 1);
                }
            }
            talk.wait("q", tasks);

            Map<String, Long> told = new TreeMap<>();
            for (int i = 0; i < tasks; i++) {
                if (talk.task("t" + i, "t" + i).equals("queued")) {
                    told.put("t" + i, Long.parseLong(talk.task("t" + i, "eta")));
                }
            }

            assertEquals(told, startsFrom(talk));
        }
    }

    /** Sets up to so many rates, of the queue and of limits that another queue uses too and has used. */
    private static void limit(CoreTalk talk, Random random, int most) {
        int rates = 1 + random.nextInt(most);
        List<Rate> own = new ArrayList<>();
        List<String> uses = new ArrayList<>();
        for (int i = 0; i < rates; i++) {
            Rate rate = new Rate(1 + random.nextInt(5), (1 + random.nextInt(20)) * 100 * MS);
            if (random.nextBoolean()) {
                own.add(rate);
            } else {
                uses.add("limit" + i);
                talk.setLimit("limit" + i, rate.starts(), rate.windowNs(), random.nextInt(2) * 30 * MS);
            }
        }
        talk.set("q", it -> it.limits(own).uses(uses).leaseNs(86_400_000 * MS));
        talk.set("r", it -> it.uses(uses).leaseNs(86_400_000 * MS));
        talk.submitAll("r", "", "r1", "r2");
        talk.claim("r", 2);
        talk.at(talk.nowNs + random.nextInt(200) * MS);
        if (!uses.isEmpty() && random.nextInt(3) == 0) {
            talk.hold(uses.get(0), random.nextInt(1_000) * MS);
        }
    }

    /** Lets time pass until nothing is queued any more, and returns when each task started. */
    private static Map<String, Long> startsFrom(CoreTalk talk) {
        Map<String, Long> starts = new TreeMap<>();
        while (!talk.peek("q", TaskState.QUEUED, 1).equals("ids 0")) {
            long nowNs = talk.nextDeadlineNs();
            for (String id : CoreTalk.started(talk.at(nowNs))) {
                starts.put(id, nowNs);
            }
        }
        return starts;
    }
}
