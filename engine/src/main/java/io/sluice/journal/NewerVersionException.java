package io.sluice.journal;

/** A later version of the program has written this, and nothing can be said about it. */
final class NewerVersionException extends JournalException {
    private static final long serialVersionUID = 1;

    NewerVersionException(String message) {
        super(message);
    }
}
