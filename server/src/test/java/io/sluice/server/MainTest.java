package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "-h"})
    void shouldHelp(String line) {
        assertEquals(0, run(line));
        assertTrue(out.toString().contains("serve"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void shouldHelpWithACommand() {
        assertEquals(0, run("help submit"));
        assertTrue(out.toString().startsWith("Usage: sluice submit "), out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "sats, stats",
        "submit mail --priorty 1, --priority",
        "serve extra, sluice serve --help",
        "peek, sluice peek --help"
    })
    void shouldSayWhatMayHaveBeenMeantOrWhereToLook(String line, String hint) {
        assertEquals(Main.WRONG_USAGE, run(line));
        assertTrue(err.toString().contains(hint), err.toString());
    }

    @Test
    void shouldExplainEveryOption() {
        run("serve --help");

        for (String option : new String[] {
            "--port",
            "--bind",
            "--data",
            "--durability",
            "--sync-interval",
            "--max-payload",
            "--max-memory",
            "--max-connections",
            "--config",
            "--users",
            "--tls-cert",
            "--tls-key",
            "--tls-client-ca"
        }) {
            assertTrue(out.toString().contains(option + "="), option);
        }
    }

    @Test
    void shouldTellItsVersion() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().startsWith("sluice "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nosuch",
                "--nosuch",
                "serve --nosuch",
                "--port x",
                "--port -1",
                "--port 65536",
                "--http-port x",
                "--http-port -1",
                "--http-port 65536",
                "--bind 0.0.0.0",
                "--bind 192.0.2.1",
                "--durability maybe",
                "--sync-interval soon",
                "--max-payload 0",
                "--max-payload 8388609",
                "--max-payload lots",
                "--max-memory 67108863",
                "--max-memory 63MiB",
                "--max-memory 0",
                "--max-memory half",
                "--max-memory 1TiB",
                "--max-memory -1",
                "--max-connections 0",
                "--config /nosuch/file",
                "--users /nosuch/file",
                "--tls-cert /nosuch/file",
                "user",
                "user me --permissions fly"
            })
    void shouldRefuseWrongUsageInOneLine(String line) {
        assertEquals(Main.WRONG_USAGE, run(line));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("sluice: "), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http-port none --port", "--port 0 --http-port"})
    void shouldFailInOneLineAndTouchNothingWhereThePortIsInUse(String port) throws IOException {
        Path data = directory.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int status = run(port + " " + taken.getLocalPort() + " --data " + data);

            assertEquals(Main.FAILED, status);
            assertEquals(1, err.toString().lines().count(), err.toString());
            assertTrue(err.toString().contains("in use"), err.toString());
            assertTrue(Files.notExists(data));
        }
    }

    @Test
    void shouldPreferTheCommandLineToTheEnvironmentAndThatToTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("sluice.properties"), "port=70003\nmax-connections=0\n");
        environment.put("SLUICE_CONFIG", file.toString());

        run("");
        environment.put("SLUICE_PORT", "70002");
        run("");
        run("serve --port 70001");

        assertTrue(err.toString().contains("was 70003\n"), err.toString());
        assertTrue(err.toString().contains("was 70002\n"), err.toString());
        assertTrue(err.toString().contains("was 70001\n"), err.toString());
    }

    @Test
    void shouldRefuseAnUnknownSettingInTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("sluice.properties"), "prot=1\n");

        assertEquals(Main.WRONG_USAGE, run("--config " + file));
        assertTrue(err.toString().contains("'prot'"), err.toString());
    }

    private int run(String line) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");
        return Main.run(words, environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
