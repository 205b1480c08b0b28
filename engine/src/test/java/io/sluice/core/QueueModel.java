package io.sluice.core;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The queue as its users were promised it, written down once more in the plainest way: lists that are searched, a history
 * of starts that is counted over again each time. Answers are lines as {@link ReplyLog} writes them. Here stand the commands
 * that change tasks and queues; {@link ModelLimits} has those of limits, {@link ModelLooks} those that only ask.
 */
final class QueueModel {
    final ModelWorld world;
    final ModelStarts starts;
    final ModelLooks looks;
    final ModelLimits limits;

    QueueModel() {
        this(new ModelWorld());
    }

    private QueueModel(ModelWorld world) {
        this.world = world;
        starts = new ModelStarts(world, this::expire);
        looks = new ModelLooks(world);
        limits = new ModelLimits(world, starts);
    }

    /** Copies everything but who waits: that is lost in a crash. */
    QueueModel afterCrash() {
        return new QueueModel(world.copy());
    }

    List<String> take() {
        List<String> taken = List.copyOf(world.answers);
        world.answers.clear();
        return taken;
    }

    void onTime(long now) {
        for (ModelTask task : due(now, t -> t.is("running"))) {
            giveBack(task, now, now, "lease expired", true);
        }
        for (ModelTask task : waiting()) {
            if (task.is("delayed", "queued") && task.expires > 0 && task.expires <= now) {
                expire(now, task);
            }
        }
        for (ModelTask task : due(now, t -> t.is("delayed"))) {
            starts.enqueue(task, now);
        }
        starts.serve(now);
        for (ModelWait wait : world.waits(w -> w.until() <= now).stream()
                .sorted(Comparator.comparingLong(ModelWait::until))
                .toList()) {
            world.waits.remove(wait);
            giveUp(now, wait);
        }
        for (ModelTask task : due(now, t -> t.is("completed", "cancelled", "expired"))) {
            forget(task);
        }
        starts.serve(now);
    }

    void released(long now) {
        world.limits.stream().filter(limit -> limit != null).forEach(limit -> limit.release(now));
        world.queues.values().forEach(queue -> queue.release(now));
    }

    /** Takes all limits as fully used up to an instant, also those yet to be made, and moves the numbers on. */
    void lost(long until) {
        world.lostUntil = Math.max(world.lostUntil, until);
        world.everyLimit().forEach(limit -> limit.unknownUntil = Math.max(limit.unknownUntil, until));
        world.queues
                .values()
                .forEach(queue -> queue.groupsMayBeUnknownUntil = Math.max(queue.groupsMayBeUnknownUntil, until));
        world.lastTask += 1L << 32;
        world.lastToken += 1L << 32;
    }

    void submit(long now, long correlation, String name, Submission s) {
        String id = ReplyLog.text(s.id());
        ModelTask known = id.isEmpty() ? null : world.find(id);
        if (known != null) {
            world.answer(correlation, s.refusesKnown() ? "refused DUPLICATE" : "submitted " + id);
            return;
        }
        ModelQueue queue = make(name);
        long most = queue.settings.maxLength();
        if (most > 0 && world.all(name, "delayed", "queued").size() >= most) {
            world.answer(correlation, "refused FULL_QUEUE");
            return;
        }
        ModelTask task = new ModelTask();
        task.number = ++world.lastTask;
        task.id = id.isEmpty() ? "@" + task.number : id;
        task.queue = name;
        task.group = ReplyLog.text(s.group());
        task.payload = ReplyLog.text(s.payload());
        task.priority = s.priority();
        task.ownAttempts = s.attempts();
        task.ownLease = s.leaseNs();
        task.ownKeep = s.keepNs();
        long ttl = s.ttlNs() >= 0 ? s.ttlNs() : queue.settings.ttlNs();
        task.expires = ttl > 0 ? now + ttl : 0;
        world.tasks.put(task.number, task);
        queue.submitted++;
        world.answer(correlation, "submitted " + task.id);
        delayOrEnqueue(task, now, now + s.delayNs());
        starts.serve(now, task.queue);
    }

    void claim(long now, long correlation, List<String> names, int count, long wait, long lease) {
        if (wait > 0) {
            names.forEach(this::make);
        }
        List<String> known = names.stream().filter(world.queues::containsKey).toList();
        if (!starts.start(now, correlation, known, count, lease)) {
            if (wait == 0) {
                world.answer(correlation, "leases 0");
            } else {
                world.waits.add(new ModelWait(correlation, known, count, lease, 0, null, now + wait));
            }
        }
    }

    void complete(long now, long correlation, String id, long token, String result) {
        ModelTask task = world.find(id);
        if (task != null && task.is("completed") && task.token == token) {
            world.answer(correlation, "completed");
        } else if (holds(now, correlation, task, token)) {
            finish(task, "completed", now, result);
            world.answer(correlation, "completed");
            tell(now, task);
            starts.serve(now, task.queue);
        }
    }

    void fail(long now, long correlation, String id, long token, String error, long delay, boolean dead) {
        ModelTask task = world.find(id);
        if (!holds(now, correlation, task, token)) {
            return;
        }
        QueueSettings settings = world.queues.get(task.queue).settings;
        long backoff = settings.backoffNs();
        for (int i = 1; i < task.attempt; i++) {
            backoff *= 2;
        }
        long wait = delay >= 0 ? delay : Math.min(backoff, settings.maxBackoffNs());
        int at = world.answers.size();
        giveBack(task, now, now + wait, error, !dead);
        starts.serve(now, task.queue);
        String state = task.is("running") ? "queued" : task.state;
        world.answers.add(at, correlation + " state " + state);
    }

    void release(long now, long correlation, String id, long token, long delay) {
        ModelTask task = world.find(id);
        if (holds(now, correlation, task, token)) {
            task.attempt--;
            world.answer(correlation, "state " + (delay > 0 ? "delayed" : "queued"));
            delayOrEnqueue(task, now, now + delay);
            starts.serve(now, task.queue);
        }
    }

    void extend(long now, long correlation, String id, long token, long lease) {
        ModelTask task = world.find(id);
        if (holds(now, correlation, task, token)) {
            task.turn = now + (lease >= 0 ? lease : starts.leaseOf(task));
            world.answer(correlation, "extended " + task.turn);
        }
    }

    void cancel(long now, long correlation, String id) {
        ModelTask task = world.find(id);
        if (task == null) {
            world.answer(correlation, "refused NOTASK");
        } else if (task.isFinal()) {
            world.answer(correlation, "cancelled false");
        } else {
            starts.leave(task);
            finish(task, "cancelled", now, "");
            world.answer(correlation, "cancelled true");
            tell(now, task);
            starts.serve(now, task.queue);
        }
    }

    void await(long now, long correlation, String id, long wait) {
        ModelTask task = world.find(id);
        if (task == null) {
            world.answer(correlation, "refused NOTASK");
        } else if (task.isFinal()) {
            world.answer(correlation, looks.describe(now, task));
        } else if (wait == 0) {
            world.answer(correlation, "none");
        } else {
            world.waits.add(new ModelWait(correlation, List.of(), 0, 0, task.number, null, now + wait));
        }
    }

    void setQueue(long now, long correlation, String name, QueueChange change) {
        List<String> uses = change.uses() == null ? List.of() : change.uses();
        if (uses.stream().anyMatch(limit -> world.shared(limit) == null)) {
            world.answer(correlation, "refused NOLIMIT");
            return;
        }
        ModelQueue queue = make(name);
        queue.set(now, change.applyTo(queue.settings));
        world.answer(correlation, "done");
        starts.serve(now);
    }

    void pause(long now, long correlation, String name, boolean paused) {
        if (!world.queues.containsKey(name)) {
            world.answer(correlation, "refused NOQUEUE");
            return;
        }
        world.queues.get(name).paused = paused;
        world.answer(correlation, "done");
        starts.serve(now);
    }

    void retry(long now, long correlation, String name, long count) {
        if (!world.queues.containsKey(name)) {
            world.answer(correlation, "refused NOQUEUE");
            return;
        }
        List<ModelTask> dead = world.all(name, "dead").stream()
                .sorted(Comparator.comparingLong(task -> task.place))
                .limit(count)
                .toList();
        for (ModelTask task : dead) {
            task.attempt = 0;
            task.finished = 0;
            starts.enqueue(task, now);
        }
        world.answer(correlation, "count " + dead.size());
        starts.serve(now);
    }

    void purge(long now, long correlation, String name, TaskState state) {
        if (!world.queues.containsKey(name)) {
            world.answer(correlation, "refused NOQUEUE");
            return;
        }
        String[] states = state == null ? new String[] {"delayed", "queued"} : new String[] {state.word()};
        List<ModelTask> gone = world.all(name, states);
        gone.forEach(this::forget);
        world.answer(correlation, "count " + gone.size());
        starts.serve(now);
    }

    void abandon(long now, long correlation) {
        world.waits.removeIf(wait -> wait.correlation() == correlation);
        starts.serve(now);
    }

    private void expire(long now, ModelTask task) {
        starts.leave(task);
        finish(task, "expired", now, "");
        tell(now, task);
    }

    private List<ModelTask> waiting() {
        return world.tasks.values().stream()
                .filter(t -> t.is("delayed", "queued"))
                .toList();
    }

    private List<ModelTask> due(long now, Predicate<ModelTask> which) {
        Comparator<ModelTask> order = Comparator.comparingLong(t -> t.turn);
        return world.tasks.values().stream()
                .filter(which)
                .filter(t -> t.turn <= now)
                .sorted(order.thenComparingLong(t -> t.number))
                .toList();
    }

    private void giveUp(long now, ModelWait wait) {
        if (wait.limit() != null) {
            limits.refuse(now, wait.correlation(), wait.limit(), wait.count());
        } else {
            world.answer(wait.correlation(), wait.claims() ? "leases 0" : "none");
        }
    }

    private void giveBack(ModelTask task, long now, long due, String error, boolean mayRetry) {
        task.error = error;
        int attempts = task.ownAttempts > 0
                ? task.ownAttempts
                : world.queues.get(task.queue).settings.attempts();
        if (mayRetry && task.attempt < attempts) {
            delayOrEnqueue(task, now, due);
        } else {
            task.state = "dead";
            task.turn = now;
            task.place = ++world.lastPlace;
            task.finished = now;
            tell(now, task);
        }
    }

    private void delayOrEnqueue(ModelTask task, long now, long due) {
        if (due > now) {
            task.state = "delayed";
            task.turn = due;
        } else {
            starts.enqueue(task, now);
        }
    }

    private void finish(ModelTask task, String state, long now, String result) {
        task.state = state;
        task.finished = now;
        task.expires = 0;
        task.result = result;
        task.error = "";
        task.turn = now
                + (task.ownKeep >= 0
                        ? task.ownKeep
                        : world.queues.get(task.queue).settings.keepNs());
    }

    private void forget(ModelTask task) {
        starts.leave(task);
        world.tasks.remove(task.number);
        world.queues.get(task.queue).forgotten++;
        for (ModelWait wait : world.waits(w -> w.task() == task.number)) {
            world.waits.remove(wait);
            world.answer(wait.correlation(), "none");
        }
    }

    private boolean holds(long now, long correlation, ModelTask task, long token) {
        if (task == null) {
            world.answer(correlation, "refused NOTASK");
        } else if (!task.is("running") || task.token != token || now >= task.turn) {
            world.answer(correlation, "refused STALE");
        } else {
            return true;
        }
        return false;
    }

    private void tell(long now, ModelTask task) {
        for (ModelWait wait : world.waits(w -> w.task() == task.number)) {
            world.waits.remove(wait);
            world.answer(wait.correlation(), looks.describe(now, task));
        }
    }

    private ModelQueue make(String name) {
        return world.queues.computeIfAbsent(name, n -> {
            ModelQueue queue = new ModelQueue(n);
            queue.own.unknownUntil = world.lostUntil;
            queue.groupsMayBeUnknownUntil = world.lostUntil;
            world.queueNames.add(n);
            return queue;
        });
    }
}
