package io.sluice.bench.compare;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A queue without a server, of which a test says what the n-th claim hands out of what has been submitted. */
final class ScriptedQueue implements Queue {
    private final Executor answers = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "scripted-queue");
        thread.setDaemon(true);
        return thread;
    });
    private final BiFunction<Integer, Deque<String>, Claimed> claims;
    private final Deque<String> payloads = new ArrayDeque<>();
    private final AtomicInteger claimed = new AtomicInteger();

    ScriptedQueue(BiFunction<Integer, Deque<String>, Claimed> claims) {
        this.claims = claims;
    }

    @Override
    public CompletionStage<?> submit(int connection, String id, String payload) {
        return CompletableFuture.runAsync(() -> payloads.add(payload), answers);
    }

    @Override
    public CompletionStage<Claimed> claim(int connection) {
        return CompletableFuture.supplyAsync(() -> claims.apply(claimed.getAndIncrement(), payloads), answers);
    }

    @Override
    public CompletionStage<?> complete(int connection, Claimed task) {
        return CompletableFuture.runAsync(() -> {}, answers);
    }

    @Override
    public void close() {}
}
