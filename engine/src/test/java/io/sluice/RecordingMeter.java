package io.sluice;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears: facts as words with whole milliseconds, the rest as sums. One thread. */
final class RecordingMeter implements Meter {
    final List<String> facts = new ArrayList<>();
    long bytes;
    long commits;
    long durationNs;
    long waitedNs;

    @Override
    public void queue(int queue, String name) {
        facts.add("queue " + queue + " " + name);
    }

    @Override
    public void submitted(int queue) {
        facts.add("submitted " + queue);
    }

    @Override
    public void started(int queue, long waitedNs) {
        add("started", queue, waitedNs);
    }

    @Override
    public void completed(int queue, long ranNs) {
        add("completed", queue, ranNs);
    }

    @Override
    public void failed(int queue, long ranNs) {
        add("failed", queue, ranNs);
    }

    @Override
    public void leaseExpired(int queue, long ranNs) {
        add("leaseExpired", queue, ranNs);
    }

    @Override
    public void returned(int queue, long ranNs) {
        add("returned", queue, ranNs);
    }

    @Override
    public void died(int queue) {
        facts.add("died " + queue);
    }

    @Override
    public void cancelled(int queue) {
        facts.add("cancelled " + queue);
    }

    @Override
    public void expired(int queue) {
        facts.add("expired " + queue);
    }

    @Override
    public void committed(long bytes, long durationNs) {
        this.bytes += bytes;
        commits++;
    }

    @Override
    public void turned(long durationNs, long waitedNs) {
        this.durationNs += durationNs;
        this.waitedNs += waitedNs;
    }

    private void add(String what, int queue, long forNs) {
        facts.add(what + " " + queue + " " + forNs / 1_000_000 + "ms");
    }
}
