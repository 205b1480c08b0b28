package io.sluice.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** What {@code dump} writes: all facts as lines of JSON, as long as somebody reads them. */
final class Dump {
    private static final String CLOSED_PIPE = "Broken pipe";

    private Dump() {}

    /**
     * Has facts told and writes them. A reader that has seen enough, as {@code head} does, ends it quietly.
     *
     * @param out where the lines go; flushed, and left open.
     * @param facts tells them.
     * @throws IOException if they cannot be written.
     */
    static void write(OutputStream out, Consumer<JsonFacts> facts) throws IOException {
        try (JsonFacts lines = new JsonFacts(out)) {
            facts.accept(lines);
        } catch (UncheckedIOException e) {
            if (!CLOSED_PIPE.equals(e.getCause().getMessage())) {
                throw e.getCause();
            }
        }
    }
}
