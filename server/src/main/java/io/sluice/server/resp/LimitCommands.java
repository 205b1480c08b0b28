package io.sluice.server.resp;

import static io.sluice.server.resp.Parameter.Type.STRING;
import static io.sluice.server.resp.Parameter.Type.UNIX_TIME;

import io.sluice.Host;
import io.sluice.core.Names;

/** The commands that work with limits. */
final class LimitCommands {
    private static final String GROUP = "queue";

    private final Host host;
    private String name;
    private long sinceNs;

    LimitCommands(Host host) {
        this.host = host;
    }

    /** Adds them all. */
    void addTo(CommandTable table) {
        table.add(new Command("LIMIT", GROUP, "Limits.").with(audit()));
    }

    private Command audit() {
        return new Command("AUDIT", GROUP, "Counts anew, from the journal, the most starts in any window of a limit.")
                .begin(() -> sinceNs = Long.MIN_VALUE)
                .value("name", STRING, this::readName)
                .option("SINCE", "instant", UNIX_TIME, (a, i) -> sinceNs = a.instantNs(i, "SINCE"))
                .end(this::check)
                .runs((connection, nowNs) -> host.audit(connection.number(), name, sinceNs));
    }

    private void readName(Arguments arguments, int index) {
        Names.requireName(arguments.view(index));
        name = arguments.text(index);
    }

    private void check() {
        if (sinceNs < 0 && sinceNs != Long.MIN_VALUE) {
            throw new IllegalArgumentException("SINCE must not be negative");
        }
    }
}
