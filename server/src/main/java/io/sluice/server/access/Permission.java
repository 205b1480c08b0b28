package io.sluice.server.access;

/** What a user may be allowed to do. */
public enum Permission {
    /** Submit and cancel tasks. */
    SUBMIT,
    /** Claim tasks and end leases, use limits. */
    WORK,
    /** Look. */
    READ,
    /** Change settings, and what is done to many tasks at once. */
    ADMIN
}
