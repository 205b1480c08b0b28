package io.sluice;

/**
 * The engine has more requests in hand than it takes, and this one was not taken: nothing has changed. Wait for some of the
 * earlier ones to complete, then try again.
 */
public final class BackPressureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackPressureException(String message) {
        super(message, null, false, false);
    }
}
