package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in the dark, on a phone, and for people who use other means than eyes and mouse. */
class PageForAllIT {
    private static final String LONG = "a-queue-with-the-longest-name".repeat(5).substring(0, 128);
    private static final String LONG_TEXT = "without-a-space-to-break-at".repeat(30);
    private static final int PHONE_WIDTH = 360;
    private static final double DARK = 60;

    private static Path data;
    private static ServerProcess server;
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        Browser.assumePossible();
        data = Directories.fresh("page-for-all");
        server = ServerProcess.serve(data, 0, "--http-port", "0");
        try (RespClient resp = RespClient.connect(server.port())) {
            fill(resp);
        }
        browser = Browser.open();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
            server.close();
            Directories.delete(data);
        }
    }

    @BeforeEach
    void beOnADeskInTheLight() {
        browser.beDesk();
        browser.prefer("light");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/", "#/queue/LONG", "#/task/LONG", "#/limits", "#/server", "#/submit/LONG"})
    void shouldFitOnAPhone(String view) {
        browser.bePhone();

        show(view);

        assertEquals((long) PHONE_WIDTH, browser.run("return document.documentElement.scrollWidth"));
        assertEquals((long) PHONE_WIDTH, browser.run("return window.innerWidth"));
    }

    @ParameterizedTest
    @CsvSource({
        "#/, light", "#/, dark",
        "#/queue/LONG, light", "#/queue/LONG, dark",
        "#/task/LONG, light", "#/task/LONG, dark",
        "#/limits, light", "#/limits, dark",
        "#/server, light", "#/server, dark",
        "#/submit, light", "#/submit, dark"
    })
    void shouldPutUpNoBarriers(String view, String scheme) {
        browser.prefer(scheme);

        show(view);

        assertEquals(List.of(), browser.barriers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/", "#/queue/LONG"})
    void shouldPutUpNoBarriersOnAPhone(String view) {
        browser.bePhone();

        show(view);

        assertEquals(List.of(), browser.barriers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void shouldAskBeforeAPurgeWithoutBarriers(String scheme) {
        browser.prefer(scheme);
        show("#/queue/LONG");

        browser.press("Purge …");
        browser.awaitShown("dialog", true);

        assertEquals(List.of(), browser.barriers());
    }

    @ParameterizedTest
    @CsvSource({"light, false", "dark, true"})
    void shouldBeAsDarkAsIsPreferred(String scheme, boolean dark) {
        browser.prefer(scheme);

        show("#/");

        Number red =
                (Number) browser.run("return Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
        assertEquals(dark, red.doubleValue() < DARK);
    }

    private static void fill(RespClient resp) throws Exception {
        resp.call("LIMIT", "SET", "shared", "250/60s", "GUARD", "2s");
        resp.call("QUEUE", "SET", LONG, "LIMIT", "10/1h", "USE", "shared", "CONCURRENCY", "5", "ATTEMPTS", "1");
        resp.call("QUEUE", "SET", "paused");
        resp.call("QUEUE", "PAUSE", "paused");
        resp.call("SUBMIT", LONG, LONG_TEXT, "ID", LONG);
        Object token = ((List<?>) ((List<?>) resp.call("CLAIM", LONG)).get(0)).get(1);
        resp.call("FAIL", LONG, token, "ERROR", LONG_TEXT);
        for (int i = 0; i < 20; i++) {
            resp.call("SUBMIT", LONG, "x", "ID", i + LONG.substring(10), "GROUP", LONG);
        }
        assertTrue(resp.map("TASK", LONG).get("state").equals("dead"));
    }

    /** Shows a view and waits until all of it is there. */
    private static void show(String view) {
        browser.go(server.httpPort(), view.replace("LONG", LONG));
        browser.awaitText("#connection", "Live");
        if (view.startsWith("#/queue")) {
            browser.awaitText(".tasks", LONG.substring(10));
        }
        if (view.startsWith("#/task")) {
            browser.awaitText("pre", LONG_TEXT);
        }
    }
}
