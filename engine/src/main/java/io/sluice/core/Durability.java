package io.sluice.core;

/** What an answer promises of the change it reports. */
public enum Durability {
    /** It is on disk. */
    FSYNC,
    /** It outlives the process, and is on disk at most the sync interval later. */
    ASYNC,
    /** Nothing: there is no journal. For measurement. */
    NONE
}
