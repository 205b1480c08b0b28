package io.sluice.bench.compare;

import io.sluice.bench.process.Program;
import io.sluice.bench.workload.Texts;
import io.sluice.core.Rate;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A side of the comparison. */
interface Peer {
    /** A rate that never closes: the script in Redis minds one in any case, so Sluice does too. */
    Rate OPEN = Texts.rate("10000000/1s");

    /** Returns why it cannot be started here; empty if it can. */
    Optional<String> missing();

    /** Returns the version of the program. */
    String version() throws IOException, InterruptedException;

    /** Returns the server program, set to keep a promise. */
    Program program(Promise promise);

    /** Returns what keeps that promise, in the words of the program. */
    String means(Promise promise);

    /** Returns how its queue is come by where no limit closes. */
    Queue.Connector queue();

    /** Returns the ways it has to keep a limit, by name: how a queue under that limit is come by. */
    Map<String, Queue.Connector> limited(Rate limit);
}
