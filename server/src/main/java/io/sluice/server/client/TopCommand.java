package io.sluice.server.client;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.ShutdownHooks;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Shows a server live. */
@Command(
        name = "top",
        description = {
            "Shows the queues and limits of a server live, each second: how many tasks wait and run, how many a second are"
                    + " submitted, started, done and failed, how full each limit is and when the next task can start.",
            "Keys: q quits, arrows select a queue, p pauses it or lets it go on. Where there is no terminal, or with"
                    + " --count, tables are printed one below the other."
        },
        footer = {"  sluice top", "  sluice top --count 1", "  sluice top --json | jq .queues"})
final class TopCommand extends ClientCommand {
    private static final String DUMB = "dumb";

    @Option(names = "--count", paramLabel = "COUNT", description = "End after so many seconds. Default: no end.")
    private Integer count;

    private volatile Screen taken;

    @Override
    int run(Server server) throws IOException, InterruptedException {
        if (json() || count != null) {
            return print(server);
        }
        // Before the terminal's own hook, which closes it.
        ShutdownHooks.add(this::leave);
        try (Terminal terminal = TerminalBuilder.builder()
                .provider("exec")
                .system(true)
                .dumb(true)
                // Else an interrupt ends the process before the screen is put back.
                .nativeSignals(false)
                .build()) {
            return terminal.getType().startsWith(DUMB) ? print(server) : live(server, terminal);
        }
    }

    private int print(Server server) throws IOException, InterruptedException {
        server.follow("/v1/events", new EventPrinter(out(), json(), count == null ? Long.MAX_VALUE : count));
        return ExitCode.OK;
    }

    private int live(Server server, Terminal terminal) throws IOException, InterruptedException {
        // What is wrong at the start is said on the terminal as it was.
        server.get("/v1/server");
        try (Screen screen = new Screen(terminal)) {
            taken = screen;
            Top top = new Top(server, terminal, screen);
            Thread events = new Thread(top::follow, "sluice-events");
            events.setDaemon(true);
            events.start();
            top.readKeys();
        }
        return ExitCode.OK;
    }

    private void leave() {
        if (taken != null) {
            taken.close();
        }
    }
}
