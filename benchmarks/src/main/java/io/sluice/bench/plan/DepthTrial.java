package io.sluice.bench.plan;

import io.sluice.bench.load.Connection;
import io.sluice.core.Durability;
import java.io.IOException;
import java.time.Duration;

/** Fills a server of its own with tasks, looks at its memory, at what tasks cost then, and at how long it takes to start again. */
final class DepthTrial {
    /** Of each task, bytes. */
    static final int PAYLOAD = 64;
    /** What the server's answers promise. */
    static final String PROMISE = "fsync";

    private static final int CONNECTIONS = 16;
    private static final int PIPELINE = 16;
    private static final int FILL_PIPELINE = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private DepthTrial() {}

    static DepthFinding of(Scope scope, int queued, boolean named) throws IOException, InterruptedException {
        try (Site site = new Site(Durability.FSYNC, scope.directory(), scope.seed())) {
            site.connect(CONNECTIONS);
            Deed<Connection> cycle = Site.cycle(PAYLOAD);
            site.saturate(cycle, FILL_PIPELINE, scope.step().multipliedBy(2));
            long before = site.memory("VmRSS");
            long ownBefore = site.memory("RssAnon");
            site.fill(Site.submit(PAYLOAD, named), FILL_PIPELINE, queued);
            long bytes = site.memory("VmRSS") - before;
            long ownBytes = site.memory("RssAnon") - ownBefore;
            Trial full = site.saturate(cycle, PIPELINE, scope.step());
            Trial half = site.load(cycle, PIPELINE, Math.max(1, Math.round(full.done() / 2)), scope.step(), PATIENCE);
            return new DepthFinding(queued, named, bytes, ownBytes, full, half, site.restarts(scope.repeats()));
        }
    }
}
