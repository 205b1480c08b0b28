package io.sluice.core;

/** Where items stand in a {@link DeadlineHeap}; kept by whoever owns the items. */
interface Positions {
    /** The position of an item that is in no heap. */
    int NONE = -1;

    int position(int item);

    void position(int item, int position);
}
