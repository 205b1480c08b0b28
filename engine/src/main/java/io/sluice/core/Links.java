package io.sluice.core;

/** Numbered items that can be linked into one list at a time. */
interface Links {
    int next(int item);

    void next(int item, int next);

    int previous(int item);

    void previous(int item, int previous);
}
