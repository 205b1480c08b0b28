package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Asks a server again, for some time, where it says that it will take in a while what it does not take now, or where its
 * answer was lost on the way. One thread.
 */
final class Retries {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Server server;
    private final long beginNs = System.nanoTime();
    private final Duration longest;
    private final Consumer<String> complaints;
    private boolean told;

    /**
     * Begins the time.
     *
     * @param longest how long to try again; zero for not at all.
     * @param complaints is told, once, why it takes longer.
     */
    Retries(Server server, Duration longest, Consumer<String> complaints) {
        this.server = server;
        this.longest = longest;
        this.complaints = complaints;
    }

    /** Returns the answer; throws what the last request came to if the time is over or more of it would not help. */
    JsonNode ask(Request request) throws IOException, InterruptedException {
        while (true) {
            try {
                return request.send();
            } catch (ServerException e) {
                if (!e.isPassing() || !pause(e.retryAfter().orElse(PAUSE), e.getMessage())) {
                    throw e;
                }
            } catch (IOException e) {
                if (!isPassing(e) || !pause(PAUSE, e.getMessage())) {
                    throw e;
                }
            }
        }
    }

    /** Waits before something is tried again; returns false at once if the time were over then. */
    boolean pause(String why) throws InterruptedException {
        return pause(PAUSE, why);
    }

    private boolean pause(Duration pause, String why) throws InterruptedException {
        Duration gone = Duration.ofNanos(System.nanoTime() - beginNs);
        if (gone.plus(pause).compareTo(longest) > 0) {
            return false;
        }
        if (!told) {
            told = true;
            complaints.accept(why + "; trying again");
        }
        Thread.sleep(pause.toMillis());
        return true;
    }

    /** Tells whether waiting may help, which it does not where there never was a server. */
    private boolean isPassing(IOException trouble) {
        return trouble instanceof LostAnswerException || server.hasAnswered();
    }

    /** A request that may be sent more than once. */
    interface Request {
        JsonNode send() throws IOException, InterruptedException;
    }
}
