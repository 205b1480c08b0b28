package io.sluice.codec;

import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A task with arbitrary content, all of it different from field to field. */
record AnyTask(
        long number,
        int queue,
        DirectBuffer queueName,
        DirectBuffer id,
        boolean named,
        TaskState state,
        int priority,
        DirectBuffer group,
        long turn,
        long expiresNs,
        int attempt,
        int attempts,
        long leaseNs,
        long keepNs,
        long submittedNs,
        long startedNs,
        long finishedNs,
        long turnNs,
        long token,
        int size,
        DirectBuffer payload,
        DirectBuffer error,
        DirectBuffer result)
        implements Task {
    static AnyTask of(long seed) {
        Random random = new Random(seed);
        return new AnyTask(
                random.nextLong(),
                random.nextInt(),
                bytes(random, 1 + random.nextInt(128)),
                bytes(random, 1 + random.nextInt(128)),
                random.nextBoolean(),
                TaskState.of(random.nextInt(TaskState.values().length)),
                random.nextInt(10),
                bytes(random, random.nextInt(129)),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextInt(),
                bytes(random, random.nextInt(3000)),
                bytes(random, random.nextInt(1025)),
                bytes(random, random.nextInt(300)));
    }

    private static DirectBuffer bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new UnsafeBuffer(bytes);
    }
}
