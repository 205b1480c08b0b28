package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sluice.FrontDoor;
import io.sluice.Host;
import io.sluice.Sluice;
import io.sluice.core.Commands;
import io.sluice.core.Durability;
import io.sluice.core.Replies;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class EngineTest {
    @Test
    void shouldTellWhatBrokeIt() {
        IllegalStateException broken = new IllegalStateException("an invariant is broken");

        try (Engine engine = open(new IdleDoor(broken))) {
            assertEquals(broken, engine.awaitClosed());
        }
    }

    @Test
    void shouldTellNothingWhenItWasClosed() {
        Engine engine = open(new IdleDoor(null));

        engine.close();

        assertNull(engine.awaitClosed());
    }

    private static Engine open(FrontDoor door) {
        return new Engine(Sluice.builder().durability(Durability.NONE), door);
    }

    /** A door that nobody uses, or that breaks at once. */
    private record IdleDoor(RuntimeException failure) implements FrontDoor {
        @Override
        public void load(Host host) {}

        @Override
        public Replies open(Commands commands, Host host) {
            return null;
        }

        @Override
        public int poll(long waitNs) {
            if (failure != null) {
                throw failure;
            }
            LockSupport.parkNanos(Math.min(waitNs, 1_000_000));
            return 0;
        }

        @Override
        public void flush() {}

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }
}
