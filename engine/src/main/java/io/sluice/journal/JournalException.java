package io.sluice.journal;

/** The journal cannot be opened, read or written. The message is one line that says to people what is wrong and where. */
public class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param message one line.
     */
    public JournalException(String message) {
        super(message);
    }

    /**
     * Makes an exception.
     *
     * @param message one line.
     * @param cause what was thrown below; may be {@code null}.
     */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
