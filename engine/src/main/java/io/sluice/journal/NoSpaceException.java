package io.sluice.journal;

import java.io.IOException;

/** The disk is full. Nothing is broken: the same may succeed when there is room again. */
public final class NoSpaceException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message names what room was needed for.
     */
    public NoSpaceException(String message) {
        super(message);
    }
}
