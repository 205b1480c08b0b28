package io.sluice.core;

/** What claims or takes wait for: a queue, or a limit. Whoever waits does so in line; what is known of the line stands here. */
abstract class Awaited {
    /** Its number among the {@link Openings}, and where it stands there. */
    int openingItem = Positions.NONE;

    int openingPosition = Positions.NONE;
    /** Who is served first of those that could be at one instant. */
    long turn;

    /** Those who wait, in the order in which they began to. */
    final Wait.Line line = new Wait.Line();
}
