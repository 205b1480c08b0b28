package io.sluice.core;

import java.util.List;

/**
 * What is to change of a queue's settings; {@code null} leaves a setting as it is.
 *
 * @param limits as in {@link QueueSettings}; empty clears them.
 * @param leaseNs as in {@link QueueSettings}.
 * @param attempts as in {@link QueueSettings}.
 * @param backoffNs as in {@link QueueSettings}.
 * @param maxBackoffNs as in {@link QueueSettings}.
 * @param keepNs as in {@link QueueSettings}.
 */
public record QueueChange(
        List<Rate> limits, Long leaseNs, Integer attempts, Long backoffNs, Long maxBackoffNs, Long keepNs) {
    /** Changes nothing. */
    public static final QueueChange NONE = new QueueChange(null, null, null, null, null, null);

    /** Checks every named setting as {@link QueueSettings} does and throws what it throws. */
    public QueueChange {
        limits = limits == null ? null : List.copyOf(limits);
        changed(QueueSettings.DEFAULTS, limits, leaseNs, attempts, backoffNs, maxBackoffNs, keepNs);
    }

    /**
     * Returns settings with this change made.
     *
     * @param settings what the queue has now.
     * @return what it has then.
     */
    public QueueSettings applyTo(QueueSettings settings) {
        return changed(settings, limits, leaseNs, attempts, backoffNs, maxBackoffNs, keepNs);
    }

    private static QueueSettings changed(
            QueueSettings settings,
            List<Rate> limits,
            Long leaseNs,
            Integer attempts,
            Long backoffNs,
            Long maxBackoffNs,
            Long keepNs) {
        return new QueueSettings(
                limits == null ? settings.limits() : limits,
                leaseNs == null ? settings.leaseNs() : leaseNs,
                attempts == null ? settings.attempts() : attempts,
                backoffNs == null ? settings.backoffNs() : backoffNs,
                maxBackoffNs == null ? settings.maxBackoffNs() : maxBackoffNs,
                keepNs == null ? settings.keepNs() : keepNs);
    }
}
