package io.sluice.bench;

import io.sluice.codec.CommandDecoder;
import io.sluice.codec.CommandEncoder;
import io.sluice.codec.EventDecoder;
import io.sluice.codec.EventEncoder;
import io.sluice.codec.EventFrame;
import io.sluice.codec.MessageBuffer;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Events;
import io.sluice.core.Submission;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it takes to turn the life of one task into bytes and back. Its events are submitted, started, completed and
 * forgotten: four to an operation. Its commands are submit, claim and complete: three to an operation. The payload is 64
 * bytes, the id 16.
 *
 * <p>Steady state: the same bytes are written and read over and over and stay in the processor's cache.
 */
public class CodecBenchmark extends Measured {
    private static final long ERA_NS = 1_700_000_000_000_000_000L;
    private static final int PAYLOAD_LENGTH = 64;
    private static final int ID_LENGTH = 16;
    private static final int BUFFER_LENGTH = 1_024;

    /** The facts and requests of one task's life, as calls and as bytes. */
    @State(Scope.Thread)
    public static class Life {
        private final DirectBuffer queue = new UnsafeBuffer("orders".getBytes(StandardCharsets.US_ASCII));
        private final DirectBuffer id = new UnsafeBuffer(new byte[ID_LENGTH]);
        private final DirectBuffer result = new UnsafeBuffer(0, 0);
        private final Submission submission = new Submission()
                .id(id, 0, ID_LENGTH)
                .payload(new UnsafeBuffer(new byte[PAYLOAD_LENGTH]), 0, PAYLOAD_LENGTH);
        private final Claim claim = new Claim().queue(queue, 0, queue.capacity());
        private final Swallow swallow = new Swallow();

        private final UnsafeBuffer eventBytes =
                new UnsafeBuffer(ByteBuffer.allocateDirect(EventFrame.MAX_LENGTH + BUFFER_LENGTH));
        private final EventEncoder eventEncoder = new EventEncoder();
        private final EventDecoder eventDecoder = new EventDecoder();
        private int eventsLimit;

        private final MessageBuffer messages = new MessageBuffer(BUFFER_LENGTH);
        private final CommandEncoder commandEncoder = new CommandEncoder(messages);
        private final CommandDecoder commandDecoder = new CommandDecoder(swallow);

        /** Has bytes ready to be read. */
        @Setup
        public void encode() {
            encodeEvents();
            encodeCommands();
            commandDecoder.nowNs(ERA_NS);
        }

        int encodeEvents() {
            eventEncoder.wrap(eventBytes, 0);
            tell(eventEncoder);
            eventsLimit = eventEncoder.limit();
            return eventsLimit;
        }

        long decodeEvents() {
            for (int at = 0; at < eventsLimit; ) {
                at = eventDecoder.decode(eventBytes, at, eventsLimit, swallow);
            }
            return swallow.sum();
        }

        int encodeCommands() {
            messages.clear();
            ask(commandEncoder);
            return messages.length();
        }

        long decodeCommands() {
            messages.read(commandDecoder);
            return swallow.sum();
        }

        private void tell(Events events) {
            events.submitted(1, 0, ERA_NS, ERA_NS, submission);
            events.started(1, 2, ERA_NS + 1, ERA_NS + 2);
            events.completed(1, ERA_NS + 3, ERA_NS + 4, result);
            events.forgotten(1);
        }

        private void ask(Commands commands) {
            commands.submit(ERA_NS, 1, queue, submission);
            commands.claim(ERA_NS, 2, claim);
            commands.complete(ERA_NS, 3, id, 2, result);
        }
    }

    /**
     * Encodes four events.
     *
     * @param life what is encoded.
     * @return bytes written.
     */
    @Benchmark
    public int encodeEvents(Life life) {
        return life.encodeEvents();
    }

    /**
     * Decodes four events.
     *
     * @param life what is decoded.
     * @return what they add up to.
     */
    @Benchmark
    public long decodeEvents(Life life) {
        return life.decodeEvents();
    }

    /**
     * Encodes three commands.
     *
     * @param life what is encoded.
     * @return bytes written.
     */
    @Benchmark
    public int encodeCommands(Life life) {
        return life.encodeCommands();
    }

    /**
     * Decodes three commands.
     *
     * @param life what is decoded.
     * @return what they add up to.
     */
    @Benchmark
    public long decodeCommands(Life life) {
        return life.decodeCommands();
    }
}
