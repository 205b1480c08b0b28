package io.sluice;

import io.sluice.core.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What an engine is opened with; see {@link Sluice.Builder}. The meter is {@code null} where nobody counts. */
record Settings(
        Path directory,
        Durability durability,
        Duration syncInterval,
        int maxPayloadLength,
        long maxMemory,
        Clock clock,
        Executor executor,
        FrontDoor frontDoor,
        Meter meter,
        Consumer<Throwable> onFailure) {}
