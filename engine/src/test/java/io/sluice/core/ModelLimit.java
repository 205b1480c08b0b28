package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One limit of the model, a queue's own, a shared one or a group's: every start ever made under it, counted over each time. */
final class ModelLimit {
    private static final long NEVER = Long.MIN_VALUE;

    final String name;
    final List<Long> starts = new ArrayList<>();
    List<Rate> rates = List.of();
    long guard;
    int held;
    long unknownUntil = NEVER;
    long holdUntil = NEVER;

    ModelLimit(String name) {
        this.name = name;
    }

    ModelLimit copy() {
        ModelLimit to = new ModelLimit(name);
        to.starts.addAll(starts);
        to.rates = rates;
        to.guard = guard;
        to.held = held;
        to.unknownUntil = unknownUntil;
        to.holdUntil = holdUntil;
        return to;
    }

    /** Lets the starts that are held count from now on. */
    void release(long now) {
        for (; held > 0; held--) {
            starts.add(now);
        }
    }

    int used(long now, Rate rate) {
        long young =
                starts.stream().filter(at -> at > now - rate.windowNs() - guard).count();
        return held + (int) young;
    }

    boolean unknown(long now, Rate rate) {
        return unknownUntil != NEVER && unknownUntil > now - rate.windowNs() - guard;
    }

    boolean allows(long now, int count) {
        return now >= holdUntil
                && rates.stream().allMatch(rate -> !unknown(now, rate) && used(now, rate) + count <= rate.starts());
    }

    /** How many more are allowed now; any number where there is no rate. */
    int remaining(long now) {
        int remaining = Integer.MAX_VALUE;
        for (Rate rate : rates) {
            remaining = Math.min(remaining, unknown(now, rate) ? 0 : Math.max(0, rate.starts() - used(now, rate)));
        }
        return now < holdUntil ? 0 : remaining;
    }

    /** When so many more are allowed, if what is held is let out now; {@link Long#MAX_VALUE} for never. */
    long opens(long now, int count) {
        ModelLimit let = copy();
        let.release(now);
        Stream<Long> ends = rates.stream()
                .flatMap(rate -> Stream.concat(
                                let.starts.stream(), Stream.of(unknownUntil).filter(at -> at != NEVER))
                        .map(at -> at + rate.windowNs() + guard));
        return Stream.concat(Stream.of(now, holdUntil), ends)
                .filter(at -> at >= now)
                .sorted()
                .filter(at -> let.allows(at, count))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
