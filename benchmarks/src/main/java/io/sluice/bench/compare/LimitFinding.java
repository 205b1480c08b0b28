package io.sluice.bench.compare;

import io.sluice.core.Rate;

/**
 * What was found of a limit.
 *
 * @param side who kept it.
 * @param way how.
 * @param limit the rate.
 * @param starts all of them.
 * @param mostByServer the most in any window, by the instants that the server tells.
 * @param mostByClients the same by the instants at which the answers were there.
 */
record LimitFinding(Side side, String way, Rate limit, int starts, int mostByServer, int mostByClients) {
    /** Returns whether a window had more starts than the limit allows, by the server's own instants. */
    boolean exceeded() {
        return mostByServer > limit.starts();
    }

    /** Returns whether the limit was ever in the way; if not, this says nothing of it. */
    boolean reached() {
        return mostByServer >= limit.starts();
    }
}
