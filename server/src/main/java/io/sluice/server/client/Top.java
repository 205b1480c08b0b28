package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;

/** The live view of a server on a terminal: what the server tells each second is shown by one thread, keys are read by another. */
final class Top {
    private static final String KEYS = "q quit   up, down select   p pause or resume";
    private static final int ESCAPE = 27;

    private final Server server;
    private final Terminal terminal;
    private final Screen screen;
    private JsonNode earlier = Json.object();
    private TopView view = new TopView(earlier, earlier);
    private int selected;
    private String footer = KEYS;

    Top(Server server, Terminal terminal, Screen screen) {
        this.server = server;
        this.terminal = terminal;
        this.screen = screen;
        terminal.handle(Signal.WINCH, resized -> show());
    }

    /** Takes what the server tells, and always wants more. */
    synchronized boolean hear(JsonNode event) {
        view = new TopView(earlier, event);
        earlier = event;
        selected = Math.max(0, Math.min(selected, view.queues() - 1));
        footer = KEYS;
        show();
        return true;
    }

    /** Follows the server's events for good; where they end, it says why, and tries again each second. */
    void follow() {
        try {
            while (true) {
                try {
                    server.follow("/v1/events", this::hear);
                } catch (IOException | ServerException e) {
                    say(e.getMessage());
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says something in the last line, until the server tells the next event. */
    synchronized void say(String line) {
        footer = Text.shown(line);
        show();
    }

    /** Reads keys until one says to quit or there are no more. */
    void readKeys() throws IOException, InterruptedException {
        for (int key = terminal.reader().read();
                key >= 0 && key != 'q';
                key = terminal.reader().read()) {
            switch (key == ESCAPE ? arrow() : key) {
                case 'A', 'k' -> select(-1);
                case 'B', 'j' -> select(1);
                case 'p' -> pauseOrResume();
                default -> {}
            }
        }
    }

    /** Returns the last byte of an arrow key's sequence, whose first has been read. */
    private int arrow() throws IOException {
        terminal.reader().read();
        return terminal.reader().read();
    }

    private synchronized void select(int step) {
        selected = Math.max(0, Math.min(selected + step, view.queues() - 1));
        show();
    }

    private void pauseOrResume() throws InterruptedException {
        JsonNode queue = selectedQueue();
        if (queue == null) {
            return;
        }
        String verb = queue.path("paused").asBoolean() ? "resume" : "pause";
        try {
            server.post("/v1/queues/" + Server.part(queue.path("name").asText()) + "/" + verb);
            say(verb + "d " + queue.path("name").asText());
        } catch (IOException | ServerException e) {
            say(e.getMessage());
        }
    }

    private synchronized JsonNode selectedQueue() {
        return view.queues() == 0 ? null : view.queue(selected);
    }

    private synchronized void show() {
        List<String> lines = earlier.isEmpty() ? List.of() : view.lines();
        screen.show(lines, view.queues() == 0 ? -1 : view.line(selected), footer);
    }
}
