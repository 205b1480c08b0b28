package io.sluice.codec;

import io.sluice.core.Events;
import java.util.List;
import java.util.function.Consumer;

/** One event of each kind, with the content of which the golden bytes are. */
public final class EveryEvent {
    private EveryEvent() {}

    /** Returns what tells them, one each. */
    public static List<Consumer<Events>> all() {
        return EventCodecTest.GoldenEvents.ALL;
    }
}
