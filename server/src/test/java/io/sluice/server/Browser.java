package io.sluice.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a window, with a profile of its own. Whatever a test asks for is waited for, up to a limit. */
public final class Browser implements AutoCloseable {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int MAX_TABS = 80;
    private static final int PHONE_WIDTH = 360;
    private static final int DESK_WIDTH = 1280;
    private static final int HEIGHT = 900;
    private static final String AXE = axe();

    private final ChromeDriver driver;
    private final WebDriverWait wait;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        wait = new WebDriverWait(driver, MAX_WAIT, BETWEEN_LOOKS);
        wait.ignoring(StaleElementReferenceException.class);
    }

    /** Skips a test where there is neither browser nor driver. */
    public static void assumePossible() {
        assumeTrue(
                find("chromium").isPresent() && find("chromedriver").isPresent(),
                "the page is not tested: chromium and chromedriver are not installed here");
    }

    /** Starts one. */
    public static Browser open() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(find("chromium").orElseThrow());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(find("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.beDesk();
        return browser;
    }

    /** Loads the page of a server anew, at one of its views. */
    void go(int port, String view) {
        show("http://127.0.0.1:" + port + "/" + view);
    }

    /** Loads whatever is at an address anew. */
    public void show(String url) {
        // Where only what stands behind the # is another, nothing is loaded.
        driver.get("about:blank");
        driver.get(url);
    }

    /** Loads the page of a server as a user, given as a name, a colon and a password. */
    void go(String user, int port, String view) {
        driver.get("http://" + user + "@127.0.0.1:" + port + "/" + view);
    }

    /** Returns the address that it is at. */
    String url() {
        return driver.getCurrentUrl();
    }

    /** Is as wide as a screen on a desk. */
    public void beDesk() {
        resize(DESK_WIDTH);
    }

    /** Is as narrow as a small phone. */
    public void bePhone() {
        resize(PHONE_WIDTH);
    }

    /** Prefers dark or light colours. */
    public void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Waits until the text that can be seen of an element holds some words. */
    void awaitText(String css, String words) {
        try {
            wait.until(there -> shown(css).contains(words));
        } catch (RuntimeException e) {
            throw new AssertionError("'" + words + "' does not come in " + css + " but: " + shown(css), e);
        }
    }

    /** Waits until the text that can be seen of an element does not hold some words. */
    void awaitNoText(String css, String words) {
        wait.until(there -> !shown(css).contains(words));
    }

    /** Waits until there is something, or nothing, to be seen of a selector. */
    void awaitShown(String css, boolean shown) {
        wait.until(
                there -> driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed) == shown);
    }

    /** Presses the button, or follows the link, that says exactly this, as soon as it can be seen. */
    void press(String label) {
        wait.until(there -> {
            Optional<WebElement> found = labelled(label);
            found.ifPresent(WebElement::click);
            return found.isPresent();
        });
    }

    /** Types into a field. */
    void type(String css, CharSequence... keys) {
        wait.until(there -> driver.findElement(By.cssSelector(css)).isDisplayed());
        driver.findElement(By.cssSelector(css)).sendKeys(keys);
    }

    /** Returns what stands in a field. */
    String typed(String css) {
        return driver.findElement(By.cssSelector(css)).getDomProperty("value");
    }

    /** Sends keys to whatever has the focus. */
    void keys(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Goes on with the tab key until the focus is where a condition in JavaScript holds of {@code it}. */
    void tabTo(String condition) {
        for (int tabs = 0; tabs < MAX_TABS; tabs++) {
            keys(Keys.TAB);
            if (Boolean.TRUE.equals(run("const it = document.activeElement; return Boolean(" + condition + ");"))) {
                return;
            }
        }
        throw new AssertionError("the tab key does not come to " + condition);
    }

    /** Waits until a function in JavaScript returns true. */
    public void awaitTrue(String script) {
        wait.until(there -> Boolean.TRUE.equals(run(script)));
    }

    /** Runs a function in JavaScript. */
    public Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** Returns the text that can be seen of the elements of a selector. */
    String shown(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .map(WebElement::getText)
                .reduce("", (before, text) -> before + text + "\n");
    }

    /** Returns what axe finds wrong for people who use other means than eyes and mouse: a line each. */
    @SuppressWarnings("unchecked")
    public List<String> barriers() {
        run(AXE);
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({resultTypes: ["violations"]}).then(found => done(found.violations.flatMap(violation =>
                    violation.nodes.map(node => `${violation.id}: ${node.html} ${node.failureSummary}`))));
                """);
    }

    /** Returns what the console was told since this was asked last, from warnings on. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private Optional<WebElement> labelled(String label) {
        return driver.findElements(By.cssSelector("button, a")).stream()
                .filter(element -> element.isDisplayed() && words(element).equals(label))
                .findFirst();
    }

    private static String words(WebElement element) {
        return element.getText().replaceAll("\\s+", " ");
    }

    private void resize(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
    }

    private static Optional<File> find(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> new File(directory, program))
                .filter(File::canExecute)
                .findFirst();
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
