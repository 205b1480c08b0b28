package io.sluice.server;

import io.sluice.server.History.Counts;
import io.sluice.server.History.Outcome;
import io.sluice.server.History.Rate;
import io.sluice.server.History.Sight;
import io.sluice.server.History.Submit;
import io.sluice.server.RespClient.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Submitters and workers, each a thread with a connection of its own, that record all they see in a {@link History}. They
 * go on when the server is gone and back. How much is in the queues is bounded: submitters wait for completions.
 */
final class Load implements AutoCloseable {
    /** Keeps what ended for longer than any test lasts, and lets no task run out of attempts. */
    private static final List<String> SETTINGS = List.of("KEEP", "1d", "ATTEMPTS", "1000", "BACKOFF", "20ms");

    private static final int SIGHTS_PER_TRIP = 256;
    private static final long US_PER_MS = 1_000;

    final History history = new History();
    final AtomicLong outlived = new AtomicLong();
    final AtomicLong snapshots = new AtomicLong();
    final AtomicLong snapshotsCut = new AtomicLong();

    private final Map<String, Gate> gates = new LinkedHashMap<>();
    private final Map<String, Semaphore> rooms = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Random seeds;

    Load(long seed) {
        seeds = new Random(seed);
    }

    /** Adds a queue with clients; a window of 0 ms is no limit. */
    void queue(String name, int starts, long windowMs, int room, int submitters, int workers) {
        gates.put(name, new Gate());
        rooms.put(name, new Semaphore(room));
        if (windowMs > 0) {
            history.rates.put(name, new Rate(starts, windowMs * US_PER_MS));
        }
        for (int i = 0; i < submitters; i++) {
            begin(new Submitter(this, name, new Random(seeds.nextLong())));
        }
        for (int i = 0; i < workers; i++) {
            begin(new Worker(this, name, new Random(seeds.nextLong())));
        }
    }

    /** Has the journal compacted at random moments while a queue is worked on. */
    void snapshots(String queue) {
        begin(new Snapshots(this, queue, new Random(seeds.nextLong())));
    }

    private void begin(LoadClient client) {
        Thread thread = new Thread(client, client.getClass().getSimpleName() + "-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Makes the queues as they are to be. */
    void setQueues(RespClient resp) throws IOException {
        for (String queue : gates.keySet()) {
            Rate rate = history.rates.get(queue);
            String limit = rate == null ? "none" : rate.starts() + "/" + rate.windowUs() + "us";
            List<String> words = new ArrayList<>(List.of("QUEUE", "SET", queue, "LIMIT", limit));
            words.addAll(SETTINGS);
            Object reply = resp.call(words.toArray());
            if (!"OK".equals(reply)) {
                throw new AssertionError("QUEUE SET: " + reply);
            }
        }
    }

    /** Lets all clients work with a server. */
    void open(int port) {
        gates.values().forEach(gate -> gate.open(port));
    }

    /** Lets the clients of one queue work with a server. */
    void open(int port, String queue) {
        gate(queue).open(port);
    }

    /** Has the clients stop after what they are at, or when they see that the server is gone, and waits for that. */
    void rest() throws InterruptedException {
        gates.values().forEach(Gate::shut);
        for (Gate gate : gates.values()) {
            gate.awaitResting();
        }
    }

    Gate gate(String queue) {
        return gates.get(queue);
    }

    /** Looks at the counts of all queues. */
    void count(RespClient resp) throws IOException {
        for (String queue : gates.keySet()) {
            long sentNs = System.nanoTime();
            Map<String, Object> map = resp.map("QUEUE", "GET", queue);
            history.counts.add(new Counts(
                    queue,
                    (Long) map.get("submitted"),
                    (Long) map.get("delayed"),
                    (Long) map.get("queued"),
                    (Long) map.get("running"),
                    (Long) map.get("completed"),
                    (Long) map.get("dead"),
                    (Long) map.get("cancelled"),
                    (Long) map.get("forgotten"),
                    sentNs,
                    System.nanoTime()));
        }
    }

    /** Looks at every task that anybody ever tried to submit. */
    void look(RespClient resp) throws IOException {
        List<String> ids = history.submits.stream().map(Submit::id).distinct().toList();
        for (int from = 0; from < ids.size(); from += SIGHTS_PER_TRIP) {
            look(resp, ids.subList(from, Math.min(from + SIGHTS_PER_TRIP, ids.size())));
        }
    }

    /** Looks at some tasks in one pipeline; returns which of them are there. */
    List<Boolean> look(RespClient resp, List<String> ids) throws IOException {
        long sentNs = System.nanoTime();
        ids.forEach(id -> resp.write("TASK", id));
        resp.flush();
        List<Boolean> there = new ArrayList<>();
        for (String id : ids) {
            Map<String, Object> map = RespClient.asMap(resp.read());
            there.add(map != null);
            String state = map == null ? null : (String) map.get("state");
            Object token = map == null ? null : map.get("token");
            history.sights.add(new Sight(id, state, token == null ? 0 : (Long) token, sentNs, System.nanoTime()));
        }
        return there;
    }

    /** Returns an id that was never given before. */
    String newId(String queue) {
        return queue + "-" + lastId.incrementAndGet();
    }

    /** Waits for room in a queue, but not for long. */
    boolean hasRoom(String queue, int tasks, long waitMs) throws InterruptedException {
        return rooms.get(queue).tryAcquire(tasks, waitMs, TimeUnit.MILLISECONDS);
    }

    /** Hears that a task of a queue ended. */
    void ended(String queue, String id) {
        if (ended.add(id)) {
            rooms.get(queue).release();
        }
    }

    /** Returns the payload that goes with an id. */
    static String payload(String id) {
        Random letters = new Random(id.hashCode());
        StringBuilder payload = new StringBuilder(id).append(' ');
        for (int i = letters.nextInt(100); i > 0; i--) {
            payload.append((char) letters.nextInt(256));
        }
        return payload.toString();
    }

    static Outcome outcome(Object reply) {
        return reply instanceof Refused ? Outcome.REFUSED : Outcome.DONE;
    }

    @Override
    public void close() {
        gates.values().forEach(Gate::end);
        for (Thread thread : threads) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
