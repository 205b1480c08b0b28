package io.sluice.server.access;

import java.util.Collection;
import java.util.Locale;

/** A kind of thing that a user may do. */
public enum Permission {
    /** To submit tasks and to cancel them. */
    SUBMIT,
    /** To claim tasks and say what became of them, to take from limits and to hold them. */
    WORK,
    /** To look at queues, limits, settings and connections. */
    READ,
    /** To change settings, pause, retry and purge queues, and run the server. */
    ADMIN;

    /** What any permission is enough for; see {@link #mask}. */
    public static final int ANY = (1 << values().length) - 1;
    /** What needs no permission, not even to be known; see {@link #mask}. */
    public static final int NONE_NEEDED = -1;

    private final String word = name().toLowerCase(Locale.ROOT);

    /**
     * Returns it as it is written in a users file.
     *
     * @return lower case.
     */
    public String word() {
        return word;
    }

    /**
     * Returns a set of permissions as one number.
     *
     * @param permissions the set.
     * @return a bit for each.
     */
    public static int mask(Collection<Permission> permissions) {
        return permissions.stream().mapToInt(each -> 1 << each.ordinal()).sum();
    }
}
