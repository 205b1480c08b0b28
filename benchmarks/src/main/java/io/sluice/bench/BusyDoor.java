package io.sluice.bench;

import io.sluice.FrontDoor;
import io.sluice.Host;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Replies;
import io.sluice.core.Submission;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A door through which as many commands come as the loop can do: in turn, all clients submit a task, claim one and complete
 * it. One thread at a time asks for tasks.
 */
final class BusyDoor implements FrontDoor {
    /** The queue that all tasks are of. */
    static final String QUEUE = "orders";
    /** How long they are to be kept when they are done. */
    static final Duration KEEP = Duration.ofMillis(100);

    private static final int CLIENTS = 64;
    private static final int PAYLOAD_LENGTH = 64;

    private final DirectBuffer queue = new UnsafeBuffer(QUEUE.getBytes(StandardCharsets.US_ASCII));
    private final DirectBuffer payload = new UnsafeBuffer(new byte[PAYLOAD_LENGTH]);
    private final DirectBuffer result = new UnsafeBuffer(0, 0);
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();
    private final LastLeases leases = new LastLeases();
    private final Step[] steps = {this::submit, this::claim, this::complete};
    private volatile Thread loop;
    private volatile Thread asker;
    private volatile long left;
    private Commands commands;
    private Host host;
    private int step;

    /** One command of one client. */
    private interface Step {
        void take(long nowNs);
    }

    /** Waits until so many tasks, a multiple of the clients, were submitted, claimed and completed. */
    void cycles(int tasks) {
        asker = Thread.currentThread();
        left = (long) tasks / CLIENTS * steps.length;
        wakeUp();
        while (left > 0) {
            LockSupport.park(this);
        }
    }

    /** Returns what the loop's thread has had of a processor, nanoseconds. */
    long usedNs() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(loop.getId());
    }

    @Override
    public void load(Host host) {
        loop = Thread.currentThread();
    }

    @Override
    public Replies open(Commands commands, Host host) {
        this.commands = commands;
        this.host = host;
        return leases;
    }

    @Override
    public int poll(long waitNs) {
        if (left == 0) {
            LockSupport.parkNanos(this, waitNs);
            return 0;
        }
        long nowNs = host.nowNs();
        for (int client = 0; client < CLIENTS; client++) {
            steps[step].take(nowNs);
        }
        step = (step + 1) % steps.length;
        return CLIENTS;
    }

    private void submit(long nowNs) {
        commands.submit(nowNs, 0, queue, submission.reset().payload(payload, 0, PAYLOAD_LENGTH));
    }

    private void claim(long nowNs) {
        commands.claim(nowNs, 0, claim.reset().queue(queue, 0, queue.capacity()));
    }

    private void complete(long nowNs) {
        commands.complete(nowNs, 0, leases.id(), leases.token(), result);
        leases.drop();
    }

    @Override
    public void flush() {
        long more = left - 1;
        if (more >= 0) {
            left = more;
            if (more == 0) {
                LockSupport.unpark(asker);
            }
        }
    }

    @Override
    public void wakeUp() {
        LockSupport.unpark(loop);
    }

    @Override
    public void close() {}
}
