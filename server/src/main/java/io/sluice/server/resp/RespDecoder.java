package io.sluice.server.resp;

import org.agrona.DirectBuffer;

/**
 * Cuts the bytes of one connection into commands: flat arrays of bulk strings, and nothing else but empty lines between them.
 *
 * <pre>
 *   *2 CR LF  $4 CR LF  TASK CR LF  $2 CR LF  @7 CR LF
 *   |count    |length   |bytes
 * </pre>
 *
 * <p>What has come of an incomplete command stays where it is, and the next call goes on where this one stopped, even if the
 * command has moved. No announced length makes anything grow; one that is too large is refused before its bytes are taken.
 */
final class RespDecoder {
    /** Words in one command. */
    static final int MAX_ARGUMENTS = 256;
    /** Words in one command of somebody who has not said who they are. */
    static final int MAX_STRANGERS_ARGUMENTS = 8;
    /** Length of a word of theirs, bytes. */
    static final int MAX_STRANGERS_ARGUMENT_LENGTH = 1 << 10;
    /** What a command may be longer than the largest payload, bytes. */
    static final int MAX_OVERHEAD_LENGTH = 64 << 10;

    private static final int MAX_DIGITS = 10;
    private static final int UNKNOWN = -1;

    /** How far decoding came. */
    enum Outcome {
        /** A command is there. */
        COMMAND,
        /** More bytes are needed. */
        INCOMPLETE,
        /** These bytes are no command; nothing after them can be understood. */
        BROKEN
    }

    private final Arguments arguments = new Arguments();
    private final int maxCommandLength;
    private boolean strange;
    private String error;
    private int announcedCount = UNKNOWN;
    private int announcedLength = UNKNOWN;
    private int position;

    /** Makes a decoder of commands that carry payloads up to some length, bytes. */
    RespDecoder(int maxPayloadLength) {
        maxCommandLength = maxPayloadLength + MAX_OVERHEAD_LENGTH;
    }

    /** Says whether the next commands are those of somebody who has not said who they are, of whom less is taken in. */
    void strange(boolean strange) {
        this.strange = strange;
    }

    /** Returns the words of the last {@link Outcome#COMMAND}; none for an empty array or an empty line. */
    Arguments arguments() {
        return arguments;
    }

    /** Returns the number of bytes that the last {@link Outcome#COMMAND} took. */
    int length() {
        return position;
    }

    /** Returns what is wrong after {@link Outcome#BROKEN}. */
    String error() {
        return error;
    }

    /**
     * Reads on in the command that begins at {@code start}.
     *
     * @param buffer holds it.
     * @param start where the command begins: right behind the one before.
     * @param end where the bytes end that have come.
     */
    Outcome decode(DirectBuffer buffer, int start, int end) {
        if (announcedCount == UNKNOWN) {
            arguments.clear();
            position = 0;
        }
        Outcome outcome = announcedCount == UNKNOWN ? count(buffer, start, end) : Outcome.COMMAND;
        while (outcome == Outcome.COMMAND && arguments.count() < announcedCount) {
            outcome = argument(buffer, start, end);
        }
        if (outcome == Outcome.COMMAND) {
            arguments.wrap(buffer, start);
            announcedCount = UNKNOWN;
        }
        return outcome;
    }

    private Outcome count(DirectBuffer buffer, int start, int end) {
        boolean isEmptyLine = start < end && buffer.getByte(start) == '\r';
        int count = isEmptyLine ? headerEnd(buffer, start, start + 1, end, 0) : header(buffer, start, end, '*');
        if (count > MAX_ARGUMENTS) {
            return broken("invalid count of arguments, at most " + MAX_ARGUMENTS);
        }
        if (strange && count > MAX_STRANGERS_ARGUMENTS) {
            return broken("invalid count of arguments, at most " + MAX_STRANGERS_ARGUMENTS + " before AUTH");
        }
        announcedCount = count;
        return count == UNKNOWN ? unfinished() : Outcome.COMMAND;
    }

    private Outcome argument(DirectBuffer buffer, int start, int end) {
        if (announcedLength == UNKNOWN) {
            announcedLength = header(buffer, start + position, end, '$');
            if (announcedLength == UNKNOWN) {
                return unfinished();
            }
            if (strange && announcedLength > MAX_STRANGERS_ARGUMENT_LENGTH) {
                return broken("invalid bulk length, at most " + MAX_STRANGERS_ARGUMENT_LENGTH + " bytes before AUTH");
            }
            if (announcedLength > maxCommandLength - position) {
                return broken("invalid bulk length, a command has at most " + maxCommandLength + " bytes");
            }
        }
        return content(buffer, start, end);
    }

    private Outcome content(DirectBuffer buffer, int start, int end) {
        int contentEnd = start + position + announcedLength;
        if (contentEnd + 2 > end) {
            return Outcome.INCOMPLETE;
        }
        if (buffer.getByte(contentEnd) != '\r' || buffer.getByte(contentEnd + 1) != '\n') {
            return broken("expected CR LF after a bulk string");
        }
        arguments.add(position, announcedLength);
        position += announcedLength + 2;
        announcedLength = UNKNOWN;
        return Outcome.COMMAND;
    }

    /** Returns the number behind {@code type} and moves past it; or {@link #UNKNOWN}, with {@code error} set if it is broken. */
    private int header(DirectBuffer buffer, int offset, int end, char type) {
        if (offset < end && buffer.getByte(offset) != type) {
            error = "expected '" + type + "', got " + Values.quoted(buffer, offset, 1);
        }
        long value = 0;
        for (int i = offset + 1; i < end && error == null; i++) {
            byte b = buffer.getByte(i);
            int digits = i - offset - 1;
            if (b == '\r' && digits > 0) {
                return headerEnd(buffer, offset, i + 1, end, value);
            }
            if (b < '0' || b > '9' || digits == MAX_DIGITS) {
                error = "invalid length after '" + type + "'";
            }
            value = 10 * value + b - '0';
        }
        return UNKNOWN;
    }

    private int headerEnd(DirectBuffer buffer, int offset, int lineFeed, int end, long value) {
        if (lineFeed == end) {
            return UNKNOWN;
        }
        if (buffer.getByte(lineFeed) != '\n') {
            error = "expected LF after CR";
            return UNKNOWN;
        }
        position += lineFeed + 1 - offset;
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    private Outcome unfinished() {
        return error == null ? Outcome.INCOMPLETE : Outcome.BROKEN;
    }

    private Outcome broken(String what) {
        error = what;
        return Outcome.BROKEN;
    }
}
