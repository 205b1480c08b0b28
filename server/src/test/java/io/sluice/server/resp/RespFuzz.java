package io.sluice.server.resp;

import com.sun.management.ThreadMXBean;
import io.sluice.server.access.Access;
import io.sluice.server.resp.RespDecoder.Outcome;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts any bytes into commands and reads those: the same ones come of it whether the bytes come at once or one by one, and it
 * takes no more memory than what was sent is worth.
 */
public final class RespFuzz {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MAX_PAYLOAD_LENGTH = 1 << 20;
    private static final int MAX_INPUT_LENGTH = 4_096;

    /** What reading may take for each byte that was sent, for each command and for all, bytes. */
    private static final long PER_BYTE = 16;

    private static final long PER_COMMAND = 128 << 10;
    private static final long PER_INPUT = 64 << 10;

    private static final CommandTable TABLE = table();
    private static final Reading AT_ONCE = new Reading(true);
    private static final Reading ONE_BY_ONE = new Reading(false);

    private RespFuzz() {}

    private static CommandTable table() {
        Connections connections = new Connections(1);
        CommandTable table = new CommandTable();
        new TaskCommands(null, MAX_PAYLOAD_LENGTH).addTo(table);
        new QueueCommands(null).addTo(table);
        new LimitCommands(null, null).addTo(table);
        new ConnectionCommands(connections).addTo(table);
        new ServerCommands(null, connections, new Facts(new InetSocketAddress(0), MAX_PAYLOAD_LENGTH, Access.open()))
                .addTo(table);
        new CommandCommands(table).addTo(table);
        return table;
    }

    /**
     * Takes one input.
     *
     * @param input what a client sends.
     */
    public static void fuzzerTestOneInput(byte[] input) {
        int length = Math.min(input.length, MAX_INPUT_LENGTH);
        long most = PER_INPUT + length * PER_BYTE;
        // What is loaded at its first use counts the first time only.
        if (allocatedAtOnce(input, length) > most + AT_ONCE.commands * PER_COMMAND) {
            long allocated = allocatedAtOnce(input, length);
            require(
                    allocated <= most + AT_ONCE.commands * PER_COMMAND,
                    length + " bytes in " + AT_ONCE.commands + " commands took " + allocated);
        }
        ONE_BY_ONE.begin(input, length);
        for (int end = 1; end <= length; end++) {
            ONE_BY_ONE.take(end);
        }
        require(ONE_BY_ONE.isSame(AT_ONCE), AT_ONCE + " at once, " + ONE_BY_ONE + " one by one");
    }

    private static long allocatedAtOnce(byte[] input, int length) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        AT_ONCE.begin(input, length).take(length);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }

    /** The commands that come of some bytes. */
    private static final class Reading {
        private final UnsafeBuffer[] buffers = {
            new UnsafeBuffer(new byte[MAX_INPUT_LENGTH]),
            new UnsafeBuffer(new byte[MAX_INPUT_LENGTH + 3], 3, MAX_INPUT_LENGTH)
        };
        private final boolean interpreted;
        private RespDecoder decoder;
        private byte[] input;
        private int come;
        private Outcome outcome;
        private int start;
        private int commands;
        private long digest;

        /** What a command means depends on its words alone, so it is enough to have one of two readings interpreted. */
        Reading(boolean interpreted) {
            this.interpreted = interpreted;
        }

        Reading begin(byte[] input, int length) {
            for (UnsafeBuffer buffer : buffers) {
                buffer.setMemory(0, length, (byte) 0);
            }
            decoder = new RespDecoder(MAX_PAYLOAD_LENGTH);
            this.input = input;
            come = 0;
            outcome = Outcome.INCOMPLETE;
            start = 0;
            commands = 0;
            digest = 0;
            return this;
        }

        /** Goes on with the bytes up to {@code end}, which lie elsewhere each time. */
        void take(int end) {
            for (UnsafeBuffer each : buffers) {
                each.putBytes(come, input, come, end - come);
            }
            come = end;
            UnsafeBuffer buffer = buffers[end & 1];
            while (outcome != Outcome.BROKEN && (outcome = decoder.decode(buffer, start, end)) == Outcome.COMMAND) {
                commands++;
                read(decoder.arguments());
                start += decoder.length();
            }
        }

        private void read(Arguments arguments) {
            add(arguments.count());
            for (int i = 0; i < arguments.count(); i++) {
                addWord(arguments, i);
            }
            if (interpreted && arguments.count() > 0) {
                interpret(arguments);
            }
        }

        private void addWord(Arguments arguments, int index) {
            add(arguments.length(index));
            for (int i = 0; i < arguments.length(index); i++) {
                add(arguments.buffer().getByte(arguments.offset(index) + i));
            }
        }

        private void add(long value) {
            digest = (digest ^ value) * 0x9e37_79b9_7f4a_7c15L;
            digest ^= digest >>> 29;
        }

        private static void interpret(Arguments arguments) {
            try {
                TABLE.find(arguments).read(arguments);
            } catch (IllegalArgumentException refused) {
                require(!refused.getMessage().isEmpty(), "refused without a word");
            }
        }

        boolean isSame(Reading other) {
            return outcome == other.outcome
                    && start == other.start
                    && commands == other.commands
                    && digest == other.digest
                    && (outcome != Outcome.BROKEN || decoder.error().equals(other.decoder.error()));
        }

        @Override
        public String toString() {
            return outcome + " behind " + commands + " commands of " + start + " bytes";
        }
    }
}
