package io.sluice;

import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;

/** A queue as its clients know it. */
final class JudgedQueue {
    final String name;
    final StartLog starts = new StartLog();
    Version now = new Version(0, false, QueueSettings.DEFAULTS, false, null);
    /** Tasks that are no longer among those that are judged. */
    long forgotten;
    /** Until when the engine may hold its limits for more used than they are seen to be, engine time. */
    long unsureUntilNs = Long.MIN_VALUE;

    JudgedQueue(String name) {
        this.name = name;
    }

    /** How a queue was set from some decision on. */
    static final class Version {
        final long sequence;
        final boolean exists;
        final QueueSettings settings;
        final boolean paused;
        Version before;

        Version(long sequence, boolean exists, QueueSettings settings, boolean paused, Version before) {
            this.sequence = sequence;
            this.exists = exists;
            this.settings = settings;
            this.paused = paused;
            this.before = before;
        }
    }

    /** Returns the settings with a change made. */
    QueueSettings changed(QueueChange change) {
        QueueSettings old = now.settings;
        return new QueueChange()
                .limits(change.limits() != null ? change.limits() : old.limits())
                .leaseNs(change.leaseNs() != null ? change.leaseNs() : old.leaseNs())
                .attempts(change.attempts() != null ? change.attempts() : old.attempts())
                .backoffNs(change.backoffNs() != null ? change.backoffNs() : old.backoffNs())
                .maxBackoffNs(change.maxBackoffNs() != null ? change.maxBackoffNs() : old.maxBackoffNs())
                .keepNs(change.keepNs() != null ? change.keepNs() : old.keepNs())
                .applyTo(QueueSettings.DEFAULTS);
    }

    /** Returns the delay after an attempt that failed: doubled with each one. */
    long backoffNs(int attempt) {
        double doubled = now.settings.backoffNs() * Math.pow(2, attempt - 1.0);
        return (long) Math.min(doubled, now.settings.maxBackoffNs());
    }
}
