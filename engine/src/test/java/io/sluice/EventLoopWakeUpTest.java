package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.codec.MessageBuffer;
import io.sluice.codec.ReplyEncoder;
import io.sluice.core.Durability;
import io.sluice.journal.Background;
import io.sluice.journal.DirectoryDisk;
import io.sluice.journal.Journal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done beside the loop before the loop says that it waits wakes it all the same. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopWakeUpTest {
    private static final int RING_LENGTH = 1 << 16;
    private static final int SEGMENT_LENGTH = 2 << 20;

    private final MessageBuffer doorReplies = new MessageBuffer(64);
    private final StubDoor door = new StubDoor(new ReplyEncoder(doorReplies));

    @TempDir
    private Path directory;

    @Test
    void shouldAnswerSnapshotThatIsOverBeforeTheLoopWaits() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        EventLoop loop = loop();
        Thread thread = new Thread(loop, "loop");
        thread.start();
        loop.opened().join();

        door.coming.add(() -> {
            door.host.snapshot(7);
            door.whenFlushed = () -> {
                if (doorReplies.length() > 0) {
                    answered.countDown();
                }
            };
        });
        answered.await();
        loop.stop();
        thread.join();

        assertEquals(0, answered.getCount());
    }

    private EventLoop loop() {
        Settings settings = new Settings(
                directory,
                Durability.FSYNC,
                Duration.ofMillis(50),
                1 << 12,
                Long.MAX_VALUE,
                Clock.system(),
                Runnable::run,
                door,
                null,
                failure -> {});
        Journal.Options options = new Journal.Options(Durability.FSYNC, 1, SEGMENT_LENGTH, new Random(1)::nextLong);
        UnsafeBuffer ring =
                new UnsafeBuffer(ByteBuffer.allocateDirect(RING_LENGTH + RingBufferDescriptor.TRAILER_LENGTH));
        return new EventLoop(
                settings,
                new Storage(new DirectoryDisk(directory), new AtOnce(), options),
                new ManyToOneRingBuffer(ring),
                new HeldReplies());
    }

    /** Does everything at once, on the thread that asks. */
    private static final class AtOnce implements Background {
        @Override
        public void keepHouse(Runnable task) {
            task.run();
        }

        @Override
        public void writeSnapshot(Runnable task) {
            task.run();
        }

        @Override
        public void forceLater(long delayNs, Runnable task) {
            task.run();
        }

        @Override
        public void close() {}
    }
}
