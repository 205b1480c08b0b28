package io.sluice.bench.workload;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is said of a command that is used wrongly. */
public final class Usage {
    private Usage() {}

    /**
     * Checks that a value is within bounds.
     *
     * @param command which is used.
     * @param what names the value, for the message.
     * @param value the value.
     * @param min the least it may be.
     * @param max the most it may be.
     * @throws ParameterException if it is outside.
     */
    public static void requireInRange(CommandSpec command, String what, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw wrong(
                    command,
                    what + " must be " + Texts.number(min) + " to " + Texts.number(max) + ", was "
                            + Texts.number(value));
        }
    }

    /**
     * Says that a command is used wrongly.
     *
     * @param command which.
     * @param expected what is wrong, and what was expected.
     * @return the exception, to be thrown.
     */
    public static ParameterException wrong(CommandSpec command, String expected) {
        return new ParameterException(command.commandLine(), expected);
    }
}
