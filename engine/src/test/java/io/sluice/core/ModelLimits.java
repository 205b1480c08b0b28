package io.sluice.core;

import java.util.List;

/** The model's commands about limits. */
final class ModelLimits {
    private final ModelWorld world;
    private final ModelStarts starts;

    ModelLimits(ModelWorld world, ModelStarts starts) {
        this.world = world;
        this.starts = starts;
    }

    void set(long now, long correlation, String name, Rate rate, long guard) {
        ModelLimit limit = world.shared(name);
        if (limit == null) {
            limit = new ModelLimit(name);
            limit.unknownUntil = world.lostUntil;
            int free = world.limits.indexOf(null);
            if (free < 0) {
                world.limits.add(limit);
            } else {
                world.limits.set(free, limit);
            }
        }
        limit.rates = List.of(rate);
        limit.guard = guard;
        world.answer(correlation, "done");
        starts.serve(now);
    }

    void delete(long now, long correlation, String name) {
        ModelLimit limit = world.shared(name);
        if (limit == null) {
            world.answer(correlation, "count 0");
            return;
        }
        world.limits.set(world.limits.indexOf(limit), null);
        for (ModelQueue queue : world.queues.values()) {
            List<String> left = queue.settings.uses().stream()
                    .filter(use -> !use.equals(name))
                    .toList();
            queue.settings = new QueueChange().uses(left).applyTo(queue.settings);
        }
        world.answer(correlation, "count 1");
        for (ModelWait wait : world.waits(w -> w.limit() == limit)) {
            world.waits.remove(wait);
            world.answer(wait.correlation(), "refused NOLIMIT");
        }
        starts.serve(now);
    }

    void hold(long now, long correlation, String name, long hold) {
        ModelLimit limit = world.limit(name);
        if (limit == null) {
            world.answer(correlation, "refused NOLIMIT");
            return;
        }
        limit.holdUntil = now + hold;
        world.answer(correlation, "done");
        starts.serve(now);
    }

    /** A take goes behind those that wait already, if it may wait; if it may not, it is tried at once. */
    void take(long now, long correlation, String name, int count, long wait) {
        ModelLimit limit = world.limit(name);
        if (limit == null) {
            world.answer(correlation, "refused NOLIMIT");
        } else if (limit.allows(now, count)) {
            starts.grant(now, correlation, limit, count);
        } else if (wait > 0 && limit.opens(now, count) != Long.MAX_VALUE) {
            world.waits.add(new ModelWait(correlation, List.of(), count, 0, 0, limit, now + wait));
        } else {
            refuse(now, correlation, limit, count);
        }
    }

    void refuse(long now, long correlation, ModelLimit limit, int count) {
        long opens = limit.opens(now, count);
        world.answer(
                correlation,
                "taken false remaining " + limit.remaining(now) + " retry "
                        + (opens == Long.MAX_VALUE ? -1 : opens - now));
    }
}
