package io.sluice.server.leaks;

import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Collects what Netty's leak detector has to say, instead of logging it. Netty makes one for each kind of resource where
 * {@code -Dio.netty.customResourceLeakDetector} names this class.
 *
 * @param <T> the kind of resource.
 */
public final class LeakCollector<T> extends ResourceLeakDetector<T> {
    private static final ConcurrentLinkedQueue<String> LEAKS = new ConcurrentLinkedQueue<>();

    /**
     * Makes a collector, in the way in which Netty does.
     *
     * @param resourceType the kind of resource.
     * @param samplingInterval one in how many is watched, unless the level says all.
     */
    public LeakCollector(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
    }

    /** Returns the leaks that were found since the last call, each with its traces. */
    static List<String> take() {
        List<String> leaks = new ArrayList<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            leaks.add(leak);
        }
        return leaks;
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        LEAKS.add(resourceType + " was dropped without being released" + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        LEAKS.add(resourceType + " was dropped without being released");
    }
}
