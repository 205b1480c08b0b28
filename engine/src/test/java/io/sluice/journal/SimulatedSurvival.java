package io.sluice.journal;

import java.util.SplittableRandom;

/** Decides for each unforced sector whether it was on disk when the power went. */
final class SimulatedSurvival implements SimulatedFile.Survival {
    private final SimulatedDisk.PowerCut what;
    private final SplittableRandom random;
    private final int keptInHundred;
    private boolean ended;
    private SimulatedFile last;
    private long lastFrom;
    private long lastTo;

    SimulatedSurvival(SimulatedDisk.PowerCut what, SplittableRandom random, int keptInHundred) {
        this.what = what;
        this.random = random;
        this.keptInHundred = keptInHundred;
    }

    /** Says what was written last. */
    void last(SimulatedFile file, long from, long to) {
        last = file;
        lastFrom = from;
        lastTo = to;
    }

    /** Begins with another file. */
    void next() {
        ended = false;
    }

    @Override
    public boolean keeps(SimulatedFile file, long position) {
        return switch (what) {
            case ALL -> true;
            case NONE -> false;
            case SUBSET -> random.nextInt(100) < keptInHundred;
            case PREFIX -> keepsInOrder();
            case TORN_LAST -> !isOfLast(file, position) || random.nextBoolean();
        };
    }

    private boolean keepsInOrder() {
        ended = ended || random.nextInt(100) >= keptInHundred;
        return !ended;
    }

    private boolean isOfLast(SimulatedFile file, long position) {
        return file == last && position < lastTo && position + SimulatedFile.SECTOR_LENGTH > lastFrom;
    }

    @Override
    public boolean keepsLength() {
        return switch (what) {
            case ALL, TORN_LAST -> true;
            case NONE -> false;
            case SUBSET, PREFIX -> random.nextInt(100) < keptInHundred;
        };
    }
}
