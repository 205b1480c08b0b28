package io.sluice;

/**
 * The engine has stopped because of a failure, which is the cause. What became of the request is not known: it happened
 * whole or not at all, and an engine opened on the same directory tells.
 */
public final class EngineFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineFailedException(Throwable cause) {
        super("the engine has failed: " + cause, cause);
    }
}
