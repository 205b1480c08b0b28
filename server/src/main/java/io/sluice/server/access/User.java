package io.sluice.server.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Somebody, what they may do, and with which queues and limits. */
public final class User {
    /** The name of whoever names nobody. */
    public static final String DEFAULT_NAME = "default";
    /** The pattern of a user who reaches every name. */
    public static final String EVERYTHING = "*";

    /** Nobody in particular, who may do all: everybody, where there is no users file. */
    public static final User ANYBODY =
            new User(DEFAULT_NAME, EnumSet.allOf(Permission.class), List.of(EVERYTHING), Permission.ANY);

    /** Who has not said who they are, and has to. Has the bit that no permission has, for {@link Permission#NONE_NEEDED}. */
    public static final User STRANGER = new User("", Set.of(), List.of(), Integer.MIN_VALUE);

    private final String name;
    private final Set<Permission> permissions;
    private final List<String> patterns;
    private final int mask;
    private final boolean confined;

    /** Makes a user who reaches the queues and limits whose names are like one of some patterns. */
    User(String name, Set<Permission> permissions, List<String> patterns) {
        this(name, permissions, patterns, Permission.mask(permissions));
    }

    private User(String name, Set<Permission> permissions, List<String> patterns, int mask) {
        this.name = name;
        this.permissions = Set.copyOf(permissions);
        this.patterns = List.copyOf(patterns);
        this.mask = mask;
        this.confined = !patterns.contains(EVERYTHING);
    }

    /**
     * Returns what they are called.
     *
     * @return the name; empty for a stranger.
     */
    public String name() {
        return name;
    }

    /**
     * Tells whether there are queues and limits that they do not reach.
     *
     * @return whether there may be.
     */
    public boolean isConfined() {
        return confined;
    }

    /** Tells whether somebody is called the same and may do the same. */
    boolean isLike(User other) {
        return name.equals(other.name) && permissions.equals(other.permissions) && patterns.equals(other.patterns);
    }

    /**
     * Tells whether they may do one kind of thing.
     *
     * @param permission the kind.
     * @return whether they may.
     */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /**
     * Tells whether they may do something for which one of several permissions is enough.
     *
     * @param anyOf those, as {@link Permission#mask}.
     * @return whether they may.
     */
    public boolean mayAny(int anyOf) {
        return (mask & anyOf) != 0;
    }

    /**
     * Tells whether they may have to do with a queue or a limit.
     *
     * @param queueOrLimit its name.
     * @return whether they may.
     */
    public boolean reaches(CharSequence queueOrLimit) {
        if (!confined) {
            return true;
        }
        for (int i = 0; i < patterns.size(); i++) {
            if (Globs.matches(patterns.get(i), queueOrLimit)) {
                return true;
            }
        }
        return false;
    }
}
