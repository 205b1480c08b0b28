package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.Browser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports that commands write, in a real browser. */
class ReportPageTest {
    private static final long PHONE_WIDTH = 360;
    private static final int DARK = 64;

    @TempDir
    private static Path directory;

    private static Browser browser;

    @BeforeAll
    static void writeAndOpen() {
        Browser.assumePossible();
        write("simulate --arrivals poisson:5/1s --duration 10m --groups 50 --limit 250/60s --workers 20 --service 2s");
        write("load --in-process " + directory.resolve("data") + " --durability async --arrivals poisson:200/1s"
                + " --duration 1s --service 1ms --limit 150/500ms");
        write("plan --directory " + directory + " --durability async --connections 2 --in-flight 3 --queued 500"
                + " --duration-per-step 100ms --repeats 2 --latency 1s --csv " + directory.resolve("plan.csv"));
        write("compare --sides sluice --shapes 2x2 --tasks 200 --reps 2 --warm 10ms --limit 20/200ms");
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "simulate, light, 4",
        "simulate, dark, 4",
        "load, light, 4",
        "load, dark, 4",
        "plan, light, 4",
        "plan, dark, 4",
        "compare, light, 0",
        "compare, dark, 0"
    })
    void shouldDrawEveryPlotAndPutUpNoBarriers(String report, String scheme, long leastPlots) {
        browser.beDesk();
        browser.prefer(scheme);

        show(report);

        assertEquals(List.of(), browser.complaints());
        // A line has a colour; axes, grid and their texts are grey.
        assertEquals(0L, browser.run("""
                const coloured = canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
                    .some((value, i, all) => i % 4 === 0 && all[i + 3] > 0
                        && Math.max(value, all[i + 1], all[i + 2]) - Math.min(value, all[i + 1], all[i + 2]) > 60);
                return [...document.querySelectorAll("[data-plot]")]
                    .filter(place => !place.querySelector("canvas") || !coloured(place.querySelector("canvas"))).length;
                """));
        assertTrue((Long) browser.run("return document.querySelectorAll('[data-plot]').length") >= leastPlots);
        assertEquals(List.of(), browser.barriers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulate", "load", "plan", "compare"})
    void shouldFitOnAPhoneAndPutUpNoBarriersThere(String report) {
        browser.bePhone();

        show(report);

        assertEquals(PHONE_WIDTH, browser.run("return window.innerWidth"));
        assertEquals(
                0L, browser.run("const page = document.documentElement; return page.scrollWidth - page.clientWidth"));
        assertEquals(List.of(), browser.barriers());
    }

    @ParameterizedTest
    @CsvSource({"light, false", "dark, true"})
    void shouldBeAsDarkAsIsPreferred(String scheme, boolean dark) {
        browser.prefer(scheme);

        show("simulate");

        Number red =
                (Number) browser.run("return Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
        assertEquals(dark, red.intValue() < DARK);
    }

    private static void write(String line) {
        StringWriter err = new StringWriter();
        Path report = directory.resolve(line.substring(0, line.indexOf(' ')) + ".html");
        String[] words = (line + " --report " + report).split(" ");
        int status = Main.run(words, new PrintWriter(new StringWriter()), new PrintWriter(err, true));
        assertEquals(0, status, err::toString);
    }

    private static void show(String report) {
        browser.show(directory.resolve(report + ".html").toUri().toString());
    }
}
