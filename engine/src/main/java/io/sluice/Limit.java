package io.sluice;

import io.sluice.core.Bounds;
import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.DirectBuffer;

/**
 * A handle on a limit. A shared one is set here and {@linkplain TaskQueue#uses used} by queues; the limits that a queue has
 * of its own are set with the queue and answer here under its name, where no shared one has it.
 *
 * <pre>{@code
 * sluice.limit("mail-provider").set(100, Duration.ofSeconds(1)).join();
 * sluice.queue("email").uses("mail-provider").apply();
 * sluice.queue("newsletter").uses("mail-provider").apply();
 * }</pre>
 *
 * <p>Any thread may call any method.
 */
public final class Limit {
    private final Sluice sluice;
    private final String name;

    Limit(Sluice sluice, String name) {
        this.sluice = sluice;
        this.name = name;
        Carriers.mine().name(name);
    }

    /**
     * Returns the limit's name.
     *
     * @return the name.
     */
    public String name() {
        return name;
    }

    /**
     * Makes the shared limit, or sets its rate: so many starts in any interval of a length. Starts already made count.
     *
     * @param starts 1 to 10,000,000.
     * @param window a microsecond or more, whole microseconds.
     * @return completes when it holds; refused with {@code FULL} if there are too many limits.
     * @throws IllegalArgumentException if one of them is outside.
     */
    public CompletableFuture<Void> set(int starts, Duration window) {
        return set(starts, window, Duration.ZERO);
    }

    /**
     * Makes the shared limit, or sets its rate, as {@link #set(int, Duration)} does, and enforces it over a window that is
     * longer, for a callee that measures on a clock of its own.
     *
     * @param starts 1 to 10,000,000.
     * @param window a microsecond or more, whole microseconds.
     * @param guard by how much longer the window is to be.
     * @return completes when it holds; refused with {@code FULL} if there are too many limits.
     * @throws IllegalArgumentException if one of them is outside, or window and guard together are too long.
     */
    public CompletableFuture<Void> set(int starts, Duration window, Duration guard) {
        Rate rate = new Rate(starts, Durations.ns("window", window, 1_000));
        long guardNs = Durations.ns("guard", guard, 0);
        Bounds.duration("window and guard together", rate.windowNs() + guardNs, 1_000);
        DirectBuffer limit = Carriers.mine().name(name);
        return sluice.requests()
                .send((commands, correlationId) -> commands.setLimit(0, correlationId, limit, rate, guardNs));
    }

    /**
     * Asks how the limit stands.
     *
     * @return completes with its rates and how far they are used; refused with {@code NOLIMIT}.
     */
    public CompletableFuture<LimitStatus> status() {
        DirectBuffer limit = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.limit(0, correlationId, limit));
    }

    /**
     * Deletes the shared limit; queues that use it no longer do.
     *
     * @return completes with false if there is none.
     */
    public CompletableFuture<Boolean> delete() {
        DirectBuffer limit = Carriers.mine().name(name);
        CompletableFuture<Long> deleted =
                sluice.requests().send((commands, correlationId) -> commands.deleteLimit(0, correlationId, limit));
        return deleted.thenApply(count -> count > 0);
    }

    /**
     * Uses the limit without a task, if it allows that now.
     *
     * @param starts how many, 1 or more: all of them or none.
     * @return completes with what came of it; refused with {@code NOLIMIT}.
     * @throws IllegalArgumentException if there are less than 1.
     */
    public CompletableFuture<Taken> take(int starts) {
        return take(starts, Duration.ZERO);
    }

    /**
     * Uses the limit without a task, as soon as it allows that. Takes that wait are served in the order in which they began
     * to, and before claims.
     *
     * @param starts how many, 1 or more: all of them or none.
     * @param atMost how long to wait.
     * @return completes with what came of it when it is known; refused with {@code NOLIMIT}. Cancel it to give the wait up:
     *     what is granted in that moment is used up all the same.
     * @throws IllegalArgumentException if there are less than 1, or the duration is negative or too long.
     */
    public CompletableFuture<Taken> take(int starts, Duration atMost) {
        Bounds.inRange("starts", starts, 1, Integer.MAX_VALUE);
        long waitNs = Durations.ns("wait", atMost, 0);
        DirectBuffer limit = Carriers.mine().name(name);
        return sluice.requests()
                .send((commands, correlationId) -> commands.takeLimit(0, correlationId, limit, starts, waitNs));
    }

    /**
     * Has nothing start under the limit for a while: the callee has said that it is too much. Another call sets another end.
     *
     * @param duration how long from now; zero lets it go on.
     * @return completes when it holds; refused with {@code NOLIMIT}.
     * @throws IllegalArgumentException if it is negative or too long.
     */
    public CompletableFuture<Void> hold(Duration duration) {
        long holdNs = Durations.ns("hold", duration, 0);
        DirectBuffer limit = Carriers.mine().name(name);
        return sluice.requests().send((commands, correlationId) -> commands.holdLimit(0, correlationId, limit, holdNs));
    }

    /**
     * Has the starts under the limit counted anew, from the journal and not from what the engine believes, as far back as
     * the journal reaches. A thread of its own reads all of it, and takes memory as {@link DataDirectory#verify} does.
     *
     * @return completes with the fullest window of each rate, in the order of the rates; refused with {@code NOLIMIT} if
     *     there is no such limit or no journal, with {@code DAMAGED} if the journal cannot be read.
     */
    public CompletableFuture<List<FullestWindow>> audit() {
        return sluice.requests().sendAudit(Carriers.mine().name(name), Long.MIN_VALUE);
    }

    /**
     * Has the starts under the limit counted anew as {@link #audit()} does, but for those before an instant.
     *
     * @param since starts before are left out.
     * @return completes as {@link #audit()} does.
     * @throws IllegalArgumentException if it is before 1970.
     */
    public CompletableFuture<List<FullestWindow>> audit(Instant since) {
        DirectBuffer limit = Carriers.mine().name(name);
        return sluice.requests().sendAudit(limit, Durations.atNs("since", since));
    }
}
