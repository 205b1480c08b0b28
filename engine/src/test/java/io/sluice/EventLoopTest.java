package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.codec.MessageBuffer;
import io.sluice.codec.ReplyEncoder;
import io.sluice.core.Durability;
import io.sluice.core.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopTest {
    private final MessageBuffer doorReplies = new MessageBuffer(64);
    private final StubDoor door = new StubDoor(new ReplyEncoder(doorReplies));
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Sluice sluice = Sluice.builder()
            .durability(Durability.NONE)
            .frontDoor(door)
            .onFailure(failure::complete)
            .open();

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldAnswerEachWhereItAsked() {
        door.coming.add(() -> door.commands.submit(door.host.nowNs(), 7, name("email"), new Submission()));

        String id = onLoop(() -> {})
                .thenCompose(done -> sluice.submit("email", new byte[0]))
                .join();

        assertEquals("@2", id);
        assertEquals(List.of(7L), correlationIds());
    }

    @Test
    void shouldLetAnswersOutAfterEveryTurn() {
        int before = onLoopGet(() -> door.flushes);

        sluice.submit("email", new byte[0]).join();

        assertTrue(onLoopGet(() -> door.flushes) > before);
    }

    @Test
    void shouldStopWhenTheDoorSaysSo() {
        door.coming.add(() -> door.host.stop());

        sluice.awaitClosed();

        assertTrue(door.closed);
        assertFalse(failure.isDone());
    }

    @Test
    void shouldFailAllFuturesWhenTheLoopFails() {
        CompletableFuture<List<Lease>> waiting =
                sluice.newClaim("email").waiting(Duration.ofHours(1)).claim();
        RuntimeException cause = new RuntimeException("broken on purpose");

        door.coming.add(() -> {
            throw cause;
        });
        sluice.awaitClosed();

        assertSame(cause, failure.join());
        assertTrue(door.closed);
        assertSame(cause, engineFailure(waiting));
        assertSame(cause, engineFailure(sluice.submit("email", new byte[0])));
    }

    @Test
    void shouldDropHeldAnswersWhenTheLoopFails() {
        CountDownLatch goOn = new CountDownLatch(1);
        onLoop(() -> await(goOn));
        CompletableFuture<String> answer = sluice.submit("email", new byte[0]);
        door.coming.clear();
        door.coming.add(() -> {
            throw new OutOfMemoryError("on purpose");
        });

        // The next turn takes the submit from the ring, then hears of the door, and never gets to letting out.
        goOn.countDown();
        sluice.awaitClosed();

        assertInstanceOf(OutOfMemoryError.class, engineFailure(answer));
    }

    @Test
    void shouldThrowFromOpenWhatKeepsTheDoorShut() {
        IllegalStateException cause = new IllegalStateException("port in use");
        StubDoor shut = new StubDoor(null);
        shut.openFailure = cause;

        Sluice.Builder builder = Sluice.builder().durability(Durability.NONE).frontDoor(shut);

        assertSame(cause, assertThrows(IllegalStateException.class, builder::open));
    }

    @Test
    void shouldRefuseAtOnceWhenTooManyAreInFlight() {
        CountDownLatch goOn = new CountDownLatch(1);
        onLoop(() -> await(goOn));
        List<CompletableFuture<?>> inFlight = new ArrayList<>();
        for (int i = 0; i < Requests.MAX_IN_FLIGHT; i++) {
            inFlight.add(sluice.queues());
        }

        CompletableFuture<?> oneMore = sluice.queues();
        boolean refusedAtOnce = oneMore.isCompletedExceptionally();
        goOn.countDown();
        inFlight.forEach(CompletableFuture::join);

        assertTrue(refusedAtOnce);
        assertInstanceOf(BackPressureException.class, cause(oneMore));
        assertEquals(List.of(), sluice.queues().join());
    }

    @Test
    void shouldMakeRoomForOthersWhenWaitingClaimsAreCancelled() {
        NewClaim claim = sluice.newClaim("email").waiting(Duration.ofHours(1));

        for (int i = 0; i <= Requests.MAX_IN_FLIGHT; i += 1024) {
            List<CompletableFuture<List<Lease>>> waiting =
                    Stream.generate(claim::claim).limit(1024).toList();
            waiting.forEach(future -> future.cancel(false));
            sluice.status().join();
        }

        assertEquals(List.of("email"), sluice.queues().join());
    }

    @Test
    void shouldRefuseAtOnceWhenTheRingIsFull() {
        CountDownLatch goOn = new CountDownLatch(1);
        onLoop(() -> await(goOn));
        byte[] payload = new byte[1 << 20];
        List<CompletableFuture<String>> taken = new ArrayList<>();
        CompletableFuture<String> last = sluice.submit("email", payload);
        while (!last.isDone()) {
            taken.add(last);
            last = sluice.submit("email", payload);
        }

        goOn.countDown();
        taken.forEach(CompletableFuture::join);

        assertInstanceOf(BackPressureException.class, cause(last));
        assertTrue(taken.size() >= 8, "only " + taken.size());
        assertEquals("@" + (taken.size() + 1), sluice.submit("email", payload).join());
    }

    /** Has the loop's thread do something, and waits until it begins. */
    private CompletableFuture<Void> onLoop(Runnable work) {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> done = new CompletableFuture<>();
        door.coming.add(() -> {
            begun.countDown();
            work.run();
            done.complete(null);
        });
        await(begun);
        return done;
    }

    private <T> T onLoopGet(Supplier<T> work) {
        CompletableFuture<T> value = new CompletableFuture<>();
        door.coming.add(() -> value.complete(work.get()));
        return value.join();
    }

    private List<Long> correlationIds() {
        List<Long> ids = new ArrayList<>();
        doorReplies.read((type, buffer, index, length) -> ids.add(buffer.getLong(index)));
        return ids;
    }

    private static Throwable engineFailure(CompletableFuture<?> future) {
        return assertInstanceOf(EngineFailedException.class, cause(future)).getCause();
    }

    private static Throwable cause(CompletableFuture<?> future) {
        return assertThrows(CompletionException.class, future::join).getCause();
    }

    private static UnsafeBuffer name(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
