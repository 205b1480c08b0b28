package io.sluice.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The queue as its users were promised it, written down once more in the plainest way: lists that are searched, a history
 * of starts that is counted over again each time. Answers are lines as {@link ReplyLog} writes them.
 */
final class QueueModel {
    static final class MTask {
        long number;
        String id;
        String queue;
        String payload;
        int priority;
        int ownAttempts;
        long ownLease;
        long ownKeep;
        String state;
        int attempt;
        long token;
        long startedAt;
        long turn;
        long place;
        long finished;
        String error = "";
        String result = "";

        MTask copy() {
            MTask to = new MTask();
            to.number = number;
            to.id = id;
            to.queue = queue;
            to.payload = payload;
            to.priority = priority;
            to.ownAttempts = ownAttempts;
            to.ownLease = ownLease;
            to.ownKeep = ownKeep;
            to.state = state;
            to.attempt = attempt;
            to.token = token;
            to.startedAt = startedAt;
            to.turn = turn;
            to.place = place;
            to.finished = finished;
            to.error = error;
            to.result = result;
            return to;
        }

        boolean is(String... states) {
            return List.of(states).contains(state);
        }
    }

    static final class MQueue {
        String name;
        QueueSettings settings = QueueSettings.DEFAULTS;
        boolean paused;
        long submitted;
        long forgotten;
        long held;
        final List<Long> starts = new ArrayList<>();

        MQueue copy() {
            MQueue to = new MQueue();
            to.name = name;
            to.settings = settings;
            to.paused = paused;
            to.submitted = submitted;
            to.forgotten = forgotten;
            to.held = held;
            to.starts.addAll(starts);
            return to;
        }

        boolean open(long now) {
            return settings.limits().stream()
                    .allMatch(rate -> held
                                    + starts.stream()
                                            .filter(at -> at > now - rate.windowNs())
                                            .count()
                            < rate.starts());
        }

        long opens(long now) {
            return Stream.concat(
                            Stream.of(now),
                            settings.limits().stream()
                                    .flatMap(rate -> starts.stream()
                                            .map(at -> at + rate.windowNs())
                                            .filter(at -> at > now)))
                    .sorted()
                    .filter(this::open)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        }
    }

    record MWait(long correlation, List<String> queues, int count, long lease, String task, long until) {}

    final Map<Long, MTask> tasks = new TreeMap<>();
    final Map<String, MQueue> queues = new TreeMap<>();
    final List<String> queueNames = new ArrayList<>();
    final List<MWait> waits = new ArrayList<>();
    final List<String> answers = new ArrayList<>();
    long lastTask;
    long lastToken;
    private long lastPlace;

    /** Copies everything but who waits: that is lost in a crash. */
    QueueModel afterCrash() {
        QueueModel to = new QueueModel();
        tasks.forEach((number, task) -> to.tasks.put(number, task.copy()));
        queues.forEach((name, queue) -> to.queues.put(name, queue.copy()));
        to.queueNames.addAll(queueNames);
        to.lastTask = lastTask;
        to.lastToken = lastToken;
        to.lastPlace = lastPlace;
        return to;
    }

    List<String> take() {
        List<String> taken = List.copyOf(answers);
        answers.clear();
        return taken;
    }

    long nextInstant(long now) {
        Stream<Long> turns =
                tasks.values().stream().filter(t -> !t.is("queued", "dead")).map(t -> t.turn);
        Stream<Long> ends = waits.stream().map(MWait::until);
        Stream<Long> openings = waits.stream()
                .flatMap(w -> w.queues.stream())
                .map(queues::get)
                .filter(q -> !q.paused && first(q.name) != null)
                .map(q -> q.opens(now));
        return Stream.of(turns, ends, openings)
                .flatMap(s -> s)
                .min(Comparator.naturalOrder())
                .orElse(Long.MAX_VALUE);
    }

    void onTime(long now) {
        for (MTask task : due(now, t -> t.is("running"))) {
            giveBack(task, now, now, "lease expired", true);
        }
        for (MTask task : due(now, t -> t.is("delayed"))) {
            enqueue(task, now);
            serve(now, task.queue);
        }
        serve(now);
        for (MWait wait : List.copyOf(waits).stream()
                .sorted(Comparator.comparingLong(MWait::until))
                .toList()) {
            if (wait.until <= now) {
                waits.remove(wait);
                answers.add(wait.correlation + (wait.task == null ? " leases 0" : " none"));
            }
        }
        for (MTask task : due(now, t -> t.is("completed", "cancelled"))) {
            tasks.remove(task.number);
            queues.get(task.queue).forgotten++;
        }
    }

    void released(long now) {
        for (MQueue queue : queues.values()) {
            for (; queue.held > 0; queue.held--) {
                queue.starts.add(now);
            }
        }
    }

    void submit(long now, long correlation, String queue, Submission s, String id, String payload) {
        MTask known = id.isEmpty() ? null : find(id);
        if (known != null) {
            answers.add(correlation + (s.refusesKnown() ? " refused DUPLICATE" : " submitted " + id));
            return;
        }
        MTask task = new MTask();
        task.number = ++lastTask;
        task.id = id.isEmpty() ? "@" + task.number : id;
        task.queue = queue;
        task.payload = payload;
        task.priority = s.priority();
        task.ownAttempts = s.attempts();
        task.ownLease = s.leaseNs();
        task.ownKeep = s.keepNs();
        tasks.put(task.number, task);
        make(queue).submitted++;
        answers.add(correlation + " submitted " + task.id);
        delayOrEnqueue(task, now, now + s.delayNs());
    }

    void claim(long now, long correlation, List<String> names, int count, long wait, long lease) {
        if (wait > 0) {
            names.forEach(this::make);
        }
        List<String> known = names.stream().filter(queues::containsKey).toList();
        if (!start(now, correlation, known, count, lease)) {
            if (wait == 0) {
                answers.add(correlation + " leases 0");
            } else {
                waits.add(new MWait(correlation, known, count, lease, null, now + wait));
            }
        }
    }

    void complete(long now, long correlation, String id, long token, String result) {
        MTask task = find(id);
        if (task != null && task.is("completed") && task.token == token) {
            answers.add(correlation + " completed");
        } else if (holds(now, correlation, task, token)) {
            finish(task, "completed", now, result);
            answers.add(correlation + " completed");
            tell(task);
        }
    }

    void fail(long now, long correlation, String id, long token, String error, long delay, boolean dead) {
        MTask task = find(id);
        if (!holds(now, correlation, task, token)) {
            return;
        }
        QueueSettings settings = queues.get(task.queue).settings;
        long backoff = settings.backoffNs();
        for (int i = 1; i < task.attempt; i++) {
            backoff *= 2;
        }
        long wait = delay >= 0 ? delay : Math.min(backoff, settings.maxBackoffNs());
        int at = answers.size();
        giveBack(task, now, now + wait, error, !dead);
        String state = task.is("running") ? "queued" : task.state;
        answers.add(at, correlation + " state " + state);
    }

    void release(long now, long correlation, String id, long token, long delay) {
        MTask task = find(id);
        if (holds(now, correlation, task, token)) {
            task.attempt--;
            answers.add(correlation + " state " + (delay > 0 ? "delayed" : "queued"));
            delayOrEnqueue(task, now, now + delay);
        }
    }

    void extend(long now, long correlation, String id, long token, long lease) {
        MTask task = find(id);
        if (holds(now, correlation, task, token)) {
            task.turn = now + (lease >= 0 ? lease : leaseOf(task));
            answers.add(correlation + " extended " + task.turn);
        }
    }

    void cancel(long now, long correlation, String id) {
        MTask task = find(id);
        if (task == null) {
            answers.add(correlation + " refused NOTASK");
        } else if (isFinal(task)) {
            answers.add(correlation + " cancelled false");
        } else {
            finish(task, "cancelled", now, "");
            answers.add(correlation + " cancelled true");
            tell(task);
        }
    }

    void task(long correlation, String id) {
        MTask task = find(id);
        answers.add(task == null ? correlation + " none" : describe(correlation, task));
    }

    void await(long now, long correlation, String id, long wait) {
        MTask task = find(id);
        if (task == null) {
            answers.add(correlation + " refused NOTASK");
        } else if (isFinal(task)) {
            answers.add(describe(correlation, task));
        } else if (wait == 0) {
            answers.add(correlation + " none");
        } else {
            waits.add(new MWait(correlation, List.of(), 0, 0, task.id, now + wait));
        }
    }

    void setQueue(long now, long correlation, String name, QueueChange change) {
        MQueue queue = make(name);
        queue.settings = change.applyTo(queue.settings);
        answers.add(correlation + " done");
        serve(now);
    }

    void pause(long now, long correlation, String name, boolean paused) {
        if (!queues.containsKey(name)) {
            answers.add(correlation + " refused NOQUEUE");
            return;
        }
        queues.get(name).paused = paused;
        answers.add(correlation + " done");
        serve(now);
    }

    void queue(long now, long correlation, String name) {
        MQueue queue = queues.get(name);
        if (queue == null) {
            answers.add(correlation + " refused NOQUEUE");
            return;
        }
        long oldest = tasks.values().stream()
                .filter(t -> t.queue.equals(name) && t.is("queued"))
                .mapToLong(t -> now - t.turn)
                .max()
                .orElse(-1);
        answers.add(correlation + " queue " + name + " submitted " + queue.submitted + " delayed "
                + count(name, "delayed") + " queued " + count(name, "queued") + " running " + count(name, "running")
                + " completed " + count(name, "completed") + " dead " + count(name, "dead") + " cancelled "
                + count(name, "cancelled") + " forgotten " + queue.forgotten + " oldest " + oldest);
    }

    void queues(long correlation) {
        answers.add(correlation + " queues " + queueNames);
    }

    /** Only where no start is held: when that is let out is not known yet. */
    void next(long now, long correlation, String name) {
        MQueue queue = queues.get(name);
        if (queue == null) {
            answers.add(correlation + " refused NOQUEUE");
        } else {
            answers.add(correlation + " next " + (queue.paused ? -1 : queue.opens(now) - now));
        }
    }

    void abandon(long correlation) {
        waits.removeIf(wait -> wait.correlation == correlation);
    }

    MTask find(String id) {
        return tasks.values().stream().filter(t -> t.id.equals(id)).findFirst().orElse(null);
    }

    long count(String queue, String state) {
        return tasks.values().stream()
                .filter(t -> t.queue.equals(queue) && t.is(state))
                .count();
    }

    private boolean start(long now, long correlation, List<String> names, int count, long lease) {
        List<String> leases = new ArrayList<>();
        for (String name : names) {
            MQueue queue = queues.get(name);
            MTask task = first(name);
            while (task != null && leases.size() < count && !queue.paused && queue.open(now)) {
                queue.held++;
                task.state = "running";
                task.token = ++lastToken;
                task.attempt++;
                task.startedAt = now;
                task.turn = now + (lease >= 0 ? lease : leaseOf(task));
                leases.add(correlation + " lease " + task.id + " token " + task.token + " payload " + task.payload
                        + " of " + name + " attempt " + task.attempt + " at " + now + " until " + task.turn);
                task = first(name);
            }
        }
        if (!leases.isEmpty()) {
            answers.add(correlation + " leases " + leases.size());
            answers.addAll(leases);
        }
        return !leases.isEmpty();
    }

    private void serve(long now) {
        for (MWait wait : List.copyOf(waits)) {
            if (wait.task == null && start(now, wait.correlation, wait.queues, wait.count, wait.lease)) {
                waits.remove(wait);
            }
        }
    }

    /** Serves whoever waits for one queue; what else is due comes later. */
    private void serve(long now, String name) {
        for (MWait wait : List.copyOf(waits)) {
            MQueue queue = queues.get(name);
            boolean startable = first(name) != null && !queue.paused && queue.open(now);
            if (wait.queues.contains(name)
                    && startable
                    && start(now, wait.correlation, wait.queues, wait.count, wait.lease)) {
                waits.remove(wait);
            }
        }
    }

    private MTask first(String queue) {
        Comparator<MTask> order = Comparator.comparingInt(t -> t.priority);
        return tasks.values().stream()
                .filter(t -> t.queue.equals(queue) && t.is("queued"))
                .min(order.thenComparingLong(t -> t.place))
                .orElse(null);
    }

    private List<MTask> due(long now, Predicate<MTask> which) {
        ToLongFunction<MTask> turn = t -> t.turn;
        return tasks.values().stream()
                .filter(which)
                .filter(t -> t.turn <= now)
                .sorted(Comparator.comparingLong(turn).thenComparingLong(t -> t.number))
                .toList();
    }

    private void giveBack(MTask task, long now, long due, String error, boolean mayRetry) {
        task.error = error;
        int attempts = task.ownAttempts > 0
                ? task.ownAttempts
                : queues.get(task.queue).settings.attempts();
        if (mayRetry && task.attempt < attempts) {
            delayOrEnqueue(task, now, due);
        } else {
            task.state = "dead";
            task.turn = now;
            task.finished = now;
            tell(task);
        }
    }

    private void delayOrEnqueue(MTask task, long now, long due) {
        if (due > now) {
            task.state = "delayed";
            task.turn = due;
        } else {
            enqueue(task, now);
            serve(now, task.queue);
        }
    }

    private void enqueue(MTask task, long now) {
        task.state = "queued";
        task.turn = now;
        task.place = ++lastPlace;
    }

    private void finish(MTask task, String state, long now, String result) {
        task.state = state;
        task.finished = now;
        task.result = result;
        task.error = "";
        task.turn = now
                + (task.ownKeep >= 0
                        ? task.ownKeep
                        : queues.get(task.queue).settings.keepNs());
    }

    private boolean holds(long now, long correlation, MTask task, long token) {
        if (task == null) {
            answers.add(correlation + " refused NOTASK");
        } else if (!task.is("running") || task.token != token || now >= task.turn) {
            answers.add(correlation + " refused STALE");
        } else {
            return true;
        }
        return false;
    }

    private void tell(MTask task) {
        for (MWait wait : List.copyOf(waits)) {
            if (task.id.equals(wait.task)) {
                waits.remove(wait);
                answers.add(describe(wait.correlation, task));
            }
        }
    }

    private String describe(long correlation, MTask task) {
        long position = tasks.values().stream()
                .filter(t -> t.queue.equals(task.queue) && t.is("queued"))
                .filter(t -> t.priority < task.priority || t.priority == task.priority && t.place < task.place)
                .count();
        int attempts = task.ownAttempts > 0
                ? task.ownAttempts
                : queues.get(task.queue).settings.attempts();
        return correlation + " task " + task.id + " " + task.state + " attempt " + task.attempt + "/" + attempts
                + " priority " + task.priority + " position " + (task.is("queued") ? position : -1) + " finished "
                + (isFinal(task) ? task.finished : 0) + " size " + task.payload.length() + " error " + task.error
                + " result " + task.result;
    }

    private static boolean isFinal(MTask task) {
        return task.is("completed", "dead", "cancelled");
    }

    private long leaseOf(MTask task) {
        return task.ownLease >= 0
                ? task.ownLease
                : queues.get(task.queue).settings.leaseNs();
    }

    private MQueue make(String name) {
        return queues.computeIfAbsent(name, n -> {
            MQueue queue = new MQueue();
            queue.name = n;
            queueNames.add(n);
            return queue;
        });
    }
}
