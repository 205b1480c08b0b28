package io.sluice.server.client;

import java.io.IOException;

/** A request has been sent, and the connection ended without an answer: nobody knows whether it was done. */
final class LostAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    LostAnswerException(String message, IOException cause) {
        super(message, cause);
    }
}
