package io.sluice.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server program that can be started on a port and a directory of its own. */
public interface Program {
    /**
     * Returns what it is called.
     *
     * @return a word for messages and names of directories.
     */
    String name();

    /**
     * Prepares the directory, if it has to be, and returns the command line.
     *
     * @param port of the loopback address, free a moment ago.
     * @param directory there and empty but for the file that its output goes to; everything it writes belongs into it.
     * @return the program and its arguments.
     * @throws IOException if the directory cannot be prepared.
     */
    List<String> command(int port, Path directory) throws IOException;

    /**
     * Returns what it prints once it answers.
     *
     * @return a text in one line; empty if it prints nothing and answers as soon as it can be connected to.
     */
    default String ready() {
        return "";
    }

    /**
     * Asks it to end orderly, whoever is connected; does not wait.
     *
     * @param process its process.
     * @throws IOException if it cannot be asked.
     */
    default void stop(ProcessHandle process) throws IOException {
        process.destroy();
    }
}
