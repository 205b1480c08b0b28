package io.sluice.server.access;

import java.nio.file.Path;

/** A file of users, certificates or keys is not as it should be. The message says which, where in it, and what was expected. */
public final class AccessFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong with a file as a whole. */
    AccessFileException(String kind, Path file, String problem) {
        super(kind + " " + file + ": " + problem);
    }

    /** Says what is wrong with a line of a file, counted from 1. */
    AccessFileException(String kind, Path file, int line, String problem) {
        super(kind + " " + file + ", line " + line + ": " + problem);
    }
}
