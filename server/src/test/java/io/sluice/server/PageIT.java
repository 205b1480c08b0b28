package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people do with the page, in a real browser, and what a server at the other end of RESP says of it. */
class PageIT {
    private static final String ID_OF_MARKUP = "<img/src=x/onerror=window.hacked=1>";
    private static final String SCRIPT = "<script>window.hacked=1</script>\"'&";
    private static final int MANY_QUEUES = 300;

    private static Path data;
    private static ServerProcess server;
    private static RespClient resp;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        Browser.assumePossible();
        data = Directories.fresh("page");
        server = ServerProcess.serve(data, 0, "--http-port", "0");
        resp = RespClient.connect(server.port());
        browser = Browser.open();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
            resp.close();
            server.close();
            Directories.delete(data);
        }
    }

    @BeforeEach
    void forgetWhatWasSaid() {
        browser.beDesk();
        browser.complaints();
    }

    @AfterEach
    void shouldHaveNothingInTheConsole() {
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void shouldShowWhatIsSubmittedElsewhere() throws Exception {
        resp.call("QUEUE", "SET", "live", "LIMIT", "250/60s");
        go("#/");
        browser.awaitText("tr:has(a[href='#/queue/live'])", "0 of 250 per 60 s");

        resp.call("SUBMIT", "live", "one");
        resp.call("SUBMIT", "live", "two");
        resp.call("CLAIM", "live");

        browser.awaitText("tr:has(a[href='#/queue/live'])", "1 1 0 0");
        browser.awaitText("tr:has(a[href='#/queue/live'])", "1 of 250 per 60 s");
        browser.awaitText("#connection", "Live");
    }

    @Test
    void shouldPutTheDeadBack() throws Exception {
        die("retried", "retried-1", "mailbox full");
        go("#/queue/retried");

        browser.press("dead 1");
        browser.awaitText(".tasks", "mailbox full");
        browser.press("Retry all");

        browser.awaitText("#done", "1 task of retried is queued again.");
        browser.awaitText(".tasks", "No task is dead.");
        assertEquals("queued", resp.map("TASK", "retried-1").get("state"));
    }

    @Test
    void shouldPurgeOnlyWhatIsSaidTwice() throws Exception {
        die("purged", "purged-1", "gone");
        go("#/queue/purged");
        browser.press("dead 1");

        browser.press("Purge …");
        browser.awaitText("dialog", "are removed");
        browser.keys(Keys.ESCAPE);
        browser.awaitShown("dialog", false);
        browser.press("Purge …");
        browser.press("Yes, purge …");
        browser.awaitText("dialog", "cannot be brought back");
        browser.keys(Keys.ENTER);
        browser.awaitShown("dialog", false);
        assertEquals("dead", resp.map("TASK", "purged-1").get("state"));
        browser.press("Purge …");
        browser.press("Yes, purge …");
        browser.press("Purge all that is dead");

        browser.awaitText("#done", "1 task that was dead in purged is gone.");
        assertNull(resp.call("TASK", "purged-1"));
    }

    @Test
    void shouldPauseAndResume() throws Exception {
        resp.call("SUBMIT", "paused", "one");
        go("#/queue/paused");

        browser.press("Pause");
        browser.awaitText("h1 + .badge", "paused");
        assertEquals(1L, resp.map("QUEUE", "GET", "paused").get("paused"));
        browser.press("Resume");

        browser.awaitShown("h1 + .badge", false);
        assertEquals(0L, resp.map("QUEUE", "GET", "paused").get("paused"));
    }

    @Test
    void shouldTellTheStoryOfATask() throws Exception {
        resp.call("QUEUE", "SET", "story", "LIMIT", "1/1h", "ATTEMPTS", "3");
        resp.call("SUBMIT", "story", "hello", "ID", "story-1");
        resp.call("SUBMIT", "story", "later", "ID", "story-2");
        Object token = ((List<?>) ((List<?>) resp.call("CLAIM", "story")).get(0)).get(1);

        go("#/task/story-1");
        browser.awaitText("#view", "A worker has it");
        browser.awaitText(".story", "attempt 1 of 3 under token " + token);
        browser.awaitText(".story", "Deadline");
        resp.call("COMPLETE", "story-1", token, "RESULT", "sent at last");

        browser.awaitText("h1 + .badge", "completed");
        browser.awaitText("pre", "sent at last");
        browser.awaitText(".story", "Completed");
    }

    @Test
    void shouldSayWhyATaskWaits() throws Exception {
        resp.call("QUEUE", "SET", "why", "LIMIT", "1/1h");
        resp.call("SUBMIT", "why", "x", "ID", "why-1");
        resp.call("SUBMIT", "why", "x", "ID", "why-2");
        resp.call("SUBMIT", "why-later", "x", "ID", "why-3", "DELAY", "1h");
        resp.call("CLAIM", "why");

        go("#/task/why-2");
        browser.awaitText(".why", "the limit why is used up");
        browser.awaitText(".why", "It can start in 59 min");
        resp.call("QUEUE", "PAUSE", "why");

        browser.awaitText(".why", "its queue is paused");
        go("#/task/why-3");
        browser.awaitText(".why", "Due in 59 min");
    }

    @Test
    void shouldSubmitWithTheKeyboardAlone() throws Exception {
        go("#/");
        browser.awaitText("#connection", "Live");

        browser.tabTo("it.id === 'skip'");
        browser.keys(Keys.ENTER);
        browser.awaitTrue("return document.activeElement.id === 'main'");
        go("#/");
        browser.tabTo("it.textContent === 'Submit'");
        browser.keys(Keys.ENTER);
        browser.awaitTrue("return document.activeElement.textContent === 'Submit a task'");
        browser.tabTo("it.name === 'queue'");
        browser.keys("keyboard");
        browser.tabTo("it.name === 'payload'");
        browser.keys("typed by hand");
        browser.tabTo("it.textContent === 'Submit'");
        browser.keys(Keys.ENTER);
        browser.awaitText("#done", "Submitted: page-");

        List<?> lease = (List<?>) ((List<?>) resp.call("CLAIM", "keyboard")).get(0);
        assertEquals("typed by hand", lease.get(2));
    }

    @Test
    void shouldShowTheFocusOfWhatTheKeyboardReaches() {
        go("#/queue/focus");
        browser.awaitText("#connection", "Live");

        browser.tabTo("it.matches('nav a')");

        assertEquals("solid", browser.run("return getComputedStyle(document.activeElement).outlineStyle"));
    }

    @Test
    void shouldKeepWhatWasTypedWhenItIsRefused() throws Exception {
        go("#/submit/kept");
        browser.type("[name=payload]", "do not lose me");
        browser.run("document.querySelector('details').open = true");
        browser.type("[name=priority]", "high");

        browser.run("document.querySelector('form.stacked').requestSubmit()");

        browser.awaitText("#failed", "priority");
        assertEquals("do not lose me", browser.typed("[name=payload]"));
        assertEquals("high", browser.typed("[name=priority]"));
        browser.press("Limits");
        browser.press("Submit");
        assertEquals("do not lose me", browser.typed("[name=payload]"));
        assertRefusedInTheConsole(400);
    }

    @Test
    void shouldSetHoldAndDeleteALimit() throws Exception {
        go("#/limits");

        browser.type("#limit-name", "shared-api");
        browser.type("#limit-rate", "5/1h", Keys.ENTER);
        browser.awaitText("table.limits", "0 of 5 per 1 h");
        browser.type("[aria-label='Hold shared-api for']", "30m", Keys.ENTER);
        browser.awaitText("table.limits", "in 29 min");
        assertEquals("5/3600s", resp.map("LIMIT", "GET", "shared-api").get("rate"));
        browser.press("Delete …");
        browser.press("Delete the limit");

        browser.awaitNoText("#view", "shared-api");
        assertEquals(List.of(), resp.call("LIMIT", "LIST"));
    }

    @Test
    void shouldTellSharedLimitsFromThoseOfQueues() throws Exception {
        resp.call("QUEUE", "SET", "alone", "LIMIT", "7/1h");
        resp.call("QUEUE", "SET", "twin", "LIMIT", "9/1h");
        resp.call("LIMIT", "SET", "twin", "5/1h");
        resp.call("QUEUE", "SET", "both", "LIMIT", "3/1h", "USE", "twin");

        go("#/limits");
        browser.awaitText("[aria-labelledby='list-shared']", "0 of 5 per 1 h");
        browser.awaitText("[aria-labelledby='list-of-queues']", "0 of 7 per 1 h");
        browser.awaitText("[aria-labelledby='list-of-queues']", "0 of 3 per 1 h");
        browser.awaitNoText("[aria-labelledby='list-of-queues']", "twin");
        go("#/queue/both");
        browser.awaitText("[aria-labelledby='limits']", "its own");
        browser.awaitText("[aria-labelledby='limits']", "twin");
        go("#/queue/twin");
        browser.awaitText("[aria-labelledby='limits']", "A shared limit has this queue's name");
        resp.call("LIMIT", "DELETE", "twin");
    }

    @Test
    void shouldChangeTheSettingsOfAQueue() throws Exception {
        resp.call("QUEUE", "SET", "set", "LIMIT", "9/1s", "CONCURRENCY", "3");
        go("#/queue/set");

        browser.press("Change");
        browser.type("#set-limits", Keys.chord(Keys.CONTROL, "a"), "10/1s, 100/1m");
        browser.type("#set-concurrency", Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        browser.type("#set-lease", Keys.chord(Keys.CONTROL, "a"), "45s", Keys.ENTER);

        browser.awaitText("#done", "The settings of set are saved.");
        assertEquals(
                List.of("10/1s", "100/60s"), resp.map("QUEUE", "GET", "set").get("limit"));
        assertNull(resp.map("QUEUE", "GET", "set").get("concurrency"));
        assertEquals(45_000L, resp.map("QUEUE", "GET", "set").get("lease"));
    }

    @Test
    void shouldTakeMarkupForText() throws Exception {
        resp.call("QUEUE", "SET", "markup", "ATTEMPTS", "1");
        resp.call("SUBMIT", "markup", SCRIPT, "ID", ID_OF_MARKUP);
        Object token = ((List<?>) ((List<?>) resp.call("CLAIM", "markup")).get(0)).get(1);
        resp.call("FAIL", ID_OF_MARKUP, token, "ERROR", SCRIPT);
        go("#/queue/markup");

        browser.press("dead 1");
        browser.awaitText(".tasks", ID_OF_MARKUP);
        browser.awaitText(".tasks", SCRIPT);
        browser.press(ID_OF_MARKUP);

        browser.awaitText("h1", ID_OF_MARKUP);
        browser.awaitText("pre", SCRIPT);
        browser.awaitTrue("return window.hacked === undefined");
        browser.awaitTrue("return document.querySelectorAll('#view img, #view script').length === 0");
    }

    @Test
    void shouldFindOneOfHundredsOfQueues() throws Exception {
        for (int i = 0; i < MANY_QUEUES; i++) {
            resp.call("QUEUE", "SET", "many-" + i);
        }
        resp.call("SUBMIT", "many-217", "x");
        go("#/");
        browser.awaitText(".queues", "many-299");

        browser.type("#filter", "MANY-21");

        browser.awaitText(".shown", "11 of ");
        browser.awaitNoText(".queues", "many-299");
        browser.press("Queued");
        browser.awaitTrue("return document.querySelector('.queues tbody tr').textContent.startsWith('many-217')");
        browser.type("#filter", Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        browser.press("Queue");
    }

    @Test
    void shouldAskOfATaskThatThereIsNot() {
        go("#/");
        browser.type("#find-id", "nobody", Keys.ENTER);

        browser.awaitText("#view", "There is no such task.");
        assertTrue(browser.url().endsWith("#/task/nobody"));
        go("#/server");
        assertRefusedInTheConsole(404);
    }

    @Test
    void shouldComeBackWithTheServer() throws Exception {
        Path directory = Directories.fresh("page-restart");
        int port = ServerProcess.lastingPort();
        ServerProcess first = ServerProcess.serve(directory, 0, "--http-port", "" + port);
        browser.go(port, "#/queue/back");
        try (RespClient client = RespClient.connect(first.port())) {
            client.call("SUBMIT", "back", "x", "ID", "back-1");
        }
        browser.awaitText(".tasks", "back-1");

        first.kill();
        browser.awaitText("#connection", "Connection lost");
        browser.awaitText("#lost", "The numbers are those of then");
        try (ServerProcess second = ServerProcess.serve(directory, 0, "--http-port", "" + port);
                RespClient client = RespClient.connect(second.port())) {
            client.call("SUBMIT", "back", "x", "ID", "back-2");
            browser.awaitText("#connection", "Live");
            browser.awaitShown("#lost", false);
            browser.awaitText(".tasks", "back-2");
            go("#/");
        }
        Directories.delete(directory);
        assertEquals(
                List.of(),
                browser.complaints().stream()
                        .filter(line -> !line.contains("net::ERR_") && !line.contains("status of 503"))
                        .toList());
    }

    private static void go(String view) {
        browser.go(server.httpPort(), view);
    }

    /** Makes a task that is dead. */
    private static void die(String queue, String id, String error) throws Exception {
        resp.call("QUEUE", "SET", queue, "ATTEMPTS", "1");
        resp.call("SUBMIT", queue, "x", "ID", id);
        Object token = ((List<?>) ((List<?>) resp.call("CLAIM", queue)).get(0)).get(1);
        resp.call("FAIL", id, token, "ERROR", error);
    }

    /** The browser writes each answer that is an error into its console by itself; there must be nothing else. */
    private static void assertRefusedInTheConsole(int status) {
        List<String> complaints = browser.complaints();
        assertFalse(complaints.isEmpty());
        assertTrue(complaints.stream().allMatch(line -> line.contains("status of " + status)), complaints.toString());
    }
}
