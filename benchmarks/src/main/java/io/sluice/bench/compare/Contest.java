package io.sluice.bench.compare;

import io.sluice.bench.process.ServerProcess;
import io.sluice.core.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** All measurements of a run, one after the other, each on a server of its own with an empty directory. */
final class Contest {
    private static final int LIMIT_CONNECTIONS = 64;
    private static final int LIMIT_ROUNDS = 3;
    /** So much is in flight while a server is warmed up, if the shape has as many connections. */
    private static final int WARM_IN_FLIGHT = 16;

    private final Setting setting;
    private final Consumer<String> progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<LimitFinding> findings = new ArrayList<>();

    /**
     * What is to be measured.
     *
     * @param sides who takes part, all of them there.
     * @param promises what an answer means, one after the other.
     * @param shapes how much is asked for at once.
     * @param tasks of each measurement at most.
     * @param payloadLength of each, bytes.
     * @param repetitions how often.
     * @param warmNs how long each server works before, nanoseconds.
     * @param limit to be kept; null for none.
     * @param directory where the servers' directories are made; empty for the usual one.
     */
    record Setting(
            List<Side> sides,
            List<Promise> promises,
            List<Shape> shapes,
            int tasks,
            int payloadLength,
            int repetitions,
            long warmNs,
            Rate limit,
            String directory) {}

    /** {@code progress} hears what is about to be measured. */
    Contest(Setting setting, Consumer<String> progress) {
        this.setting = setting;
        this.progress = progress;
    }

    /** Returns what was measured. */
    List<Measurement> measurements() {
        return measurements;
    }

    /** Returns what was found of limits. */
    List<LimitFinding> findings() {
        return findings;
    }

    /** Measures everything; throws what goes wrong, with the side in the message. */
    void run() throws InterruptedException {
        for (int repetition = 1; repetition <= setting.repetitions(); repetition++) {
            for (Promise promise : setting.promises()) {
                for (Shape shape : setting.shapes()) {
                    work(repetition, promise, shape);
                }
            }
        }
        if (setting.limit() != null) {
            for (Side side : setting.sides()) {
                for (Map.Entry<String, Queue.Connector> way :
                        side.peer().limited(setting.limit()).entrySet()) {
                    limit(side, way.getKey(), way.getValue());
                }
            }
        }
    }

    /** Each repetition begins with another side, so that what drifts does not always hit the same one. */
    private void work(int repetition, Promise promise, Shape shape) throws InterruptedException {
        int count = setting.sides().size();
        for (int i = 0; i < count; i++) {
            Side side = setting.sides().get((i + repetition - 1) % count);
            progress.accept("repetition " + repetition + " of " + setting.repetitions() + ", " + promise.word() + ", "
                    + shape + ", " + side.word());
            Connected what = (server, queue) -> work(repetition, promise, shape, side, server, queue);
            with(side, promise, shape.connections(), side.peer().queue(), what);
        }
    }

    private void work(int repetition, Promise promise, Shape shape, Side side, ServerProcess server, Queue queue)
            throws Exception {
        Shape wide = new Shape(shape.connections(), Math.max(shape.inFlight(), WARM_IN_FLIGHT));
        new Work(queue, wide, setting.payloadLength(), "warm-").warm(System.nanoTime() + setting.warmNs());
        Work work = new Work(queue, shape, setting.payloadLength(), "task-");
        int tasks = shape.tasks(setting.tasks());
        for (Measurement.Phase phase : Measurement.Phase.values()) {
            Slots slots = phase == Measurement.Phase.SUBMIT ? work.submits(tasks) : work.pairs(tasks);
            long cpuNs = server.cpu().toNanos();
            long tookNs = slots.run();
            long usedNs = server.cpu().toNanos() - cpuNs;
            Histogram us = slots.latencies().latestUs();
            measurements.add(new Measurement(
                    repetition,
                    promise,
                    shape,
                    side,
                    phase,
                    tasks,
                    tookNs,
                    us.getValueAtPercentile(50),
                    us.getValueAtPercentile(99),
                    usedNs));
        }
        work.check(tasks);
    }

    private void limit(Side side, String way, Queue.Connector connector) throws InterruptedException {
        progress.accept("limit, " + side.word() + ", " + way);
        with(side, setting.promises().get(0), LIMIT_CONNECTIONS, connector, (server, queue) -> {
            LimitTrial trial = new LimitTrial(queue, LIMIT_CONNECTIONS, setting.limit(), LIMIT_ROUNDS);
            trial.run();
            findings.add(trial.finding(side, way));
        });
    }

    private void with(Side side, Promise promise, int connections, Queue.Connector connector, Connected what)
            throws InterruptedException {
        try (ServerProcess server = ServerProcess.start(side.peer().program(promise), setting.directory());
                Queue queue = connector.connect(server.port(), connections)) {
            what.with(server, queue);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            Throwable why = e instanceof CompletionException ? e.getCause() : e;
            throw new IllegalStateException(side.word() + ": " + why.getMessage(), e);
        }
    }

    /** What is done with a server and a queue on it. */
    private interface Connected {
        void with(ServerProcess server, Queue queue) throws Exception;
    }
}
