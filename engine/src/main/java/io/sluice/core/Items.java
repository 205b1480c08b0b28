package io.sluice.core;

/** Items that can be linked into one list, or stand in one heap, at a time: what order they have and where they stand. */
interface Items extends Positions {
    /** Returns what the item is ordered by. */
    long rank(int item);

    /** Returns what items of one rank are ordered by; no two have the same. */
    long tie(int item);
}
