package io.sluice.server;

import io.sluice.server.History.Outcome;
import io.sluice.server.History.Pipeline;
import io.sluice.server.History.Submit;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Submits tasks in pipelines. After a kill it looks which of the last pipeline are there, and submits the rest again. */
final class Submitter extends LoadClient {
    private static final int MAX_PIPELINE = 16;
    private static final int REFUSED_IN_PERCENT = 2;
    private static final int DELAYED_IN_PERCENT = 5;
    private static final long MAX_WAIT_MS = 50;

    private final List<String> pipeline = new ArrayList<>();
    private final Deque<String> again = new ArrayDeque<>();

    Submitter(Load load, String queue, Random random) {
        super(load, queue, random);
    }

    @Override
    void resume() throws IOException {
        if (!pipeline.isEmpty()) {
            load.history.pipelines.add(new Pipeline(List.copyOf(pipeline), load.look(resp, pipeline)));
            again.addAll(pipeline);
            pipeline.clear();
        }
        while (!again.isEmpty()) {
            submit(List.of(again.peek()));
            again.remove();
        }
    }

    @Override
    void turn() throws IOException, InterruptedException {
        if (random.nextInt(100) < REFUSED_IN_PERCENT) {
            submit(List.of(load.newId(queue)), "PRIORITY", "10");
            return;
        }
        int tasks = 1 + random.nextInt(MAX_PIPELINE);
        if (!load.hasRoom(queue, tasks, MAX_WAIT_MS)) {
            return;
        }
        for (int i = 0; i < tasks; i++) {
            pipeline.add(load.newId(queue));
        }
        if (random.nextInt(100) < DELAYED_IN_PERCENT) {
            submit(pipeline, "DELAY", "40ms");
        } else {
            submit(pipeline);
        }
        pipeline.clear();
    }

    private void submit(List<String> ids, Object... more) throws IOException {
        long sentNs = System.nanoTime();
        int answered = 0;
        try {
            for (String id : ids) {
                List<Object> words = new ArrayList<>(List.of("SUBMIT", queue, Load.payload(id), "ID", id));
                words.addAll(List.of(more));
                resp.write(words.toArray());
            }
            resp.flush();
            for (; answered < ids.size(); answered++) {
                Object reply = unlessShutdown(resp.read());
                add(ids.get(answered), Load.outcome(reply), sentNs, System.nanoTime());
            }
        } finally {
            for (String id : ids.subList(answered, ids.size())) {
                add(id, Outcome.UNKNOWN, sentNs, History.NEVER);
            }
        }
    }

    private void add(String id, Outcome outcome, long sentNs, long receivedNs) {
        load.history.submits.add(new Submit(id, queue, Load.payload(id), outcome, sentNs, receivedNs));
    }
}
