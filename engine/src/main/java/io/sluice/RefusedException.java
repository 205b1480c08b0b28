package io.sluice;

import io.sluice.core.Refusal;

/** A request was refused, and nothing has changed. The reason is a value: {@link #refusal}. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /**
     * Makes an exception.
     *
     * @param refusal why.
     */
    public RefusedException(Refusal refusal) {
        super(refusal.code() + " " + refusal.text(), null, false, false);
        this.refusal = refusal;
    }

    /**
     * Returns why the request was refused.
     *
     * @return the same words as on the wire.
     */
    public Refusal refusal() {
        return refusal;
    }
}
