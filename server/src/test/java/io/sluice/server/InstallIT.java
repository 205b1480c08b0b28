package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image and the unit of systemd, as far as that can be seen without either: what they name is there and starts. */
class InstallIT {
    private static final Path DOCKERFILE = Path.of("Dockerfile");
    private static final Path UNIT = Path.of("sluice.service");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (.+) (\\S+)/$");
    private static final Pattern OPTIONS = Pattern.compile("SLUICE_JAVA_OPTIONS=\"(.*(\\b\\w+\\.jsa).*)\"");
    private static final Pattern ENTRY_POINT = Pattern.compile("(?m)^ENTRYPOINT \\[\"([^\"]+)\"]$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^CMD \\[\"([^\"]+)\"]$");

    @TempDir
    private Path directory;

    @Test
    void shouldLetAllIntoTheImageThatItTakes() throws IOException {
        List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));

        List<Path> copied = copied();

        assertFalse(copied.isEmpty());
        for (Path path : copied) {
            assertTrue(Files.isReadable(path), path::toString);
            assertTrue(ignored.contains("!" + path), path::toString);
        }
    }

    @Test
    void shouldStartAsTheImageDoes() throws IOException {
        String dockerfile = Files.readString(DOCKERFILE);
        String home = found(COPY, dockerfile).get(0).group(2);
        for (Path path : copied()) {
            Files.copy(path, directory.resolve(path.getFileName()));
        }
        String entryPoint = found(ENTRY_POINT, dockerfile).get(0).group(1);
        Path script = directory.resolve(Path.of(home).relativize(Path.of(entryPoint)));
        assertTrue(script.toFile().setExecutable(true));
        String serve = found(COMMAND, dockerfile).get(0).group(1);

        List<MatchResult> archives = found(OPTIONS, dockerfile);
        assertEquals(2, archives.size());
        for (MatchResult archive : archives) {
            String command = archive.group(2).equals("serve.jsa") ? serve : "stats";
            run(script, archive.group(1), command, "--help");
            assertTrue(Files.exists(directory.resolve(archive.group(2))), archive.group(2));
        }
        for (String command : List.of(serve, "stats", "verify")) {
            String said = run(script, "-Xshare:auto -Xlog:cds=warning", command, "--help");
            assertTrue(said.startsWith("Usage: sluice " + command + " "), said);
        }
    }

    @Test
    void shouldBeAUnitThatSystemdUnderstands() throws IOException {
        Programs.assume("systemd-analyze");
        String unit = Files.readString(UNIT);
        String here = Path.of("sluice").toAbsolutePath().toString();
        assertTrue(unit.contains("ExecStart=/opt/sluice/sluice "));
        Path installed = Files.writeString(
                directory.resolve("sluice.service"),
                unit.replace("ExecStart=/opt/sluice/sluice ", "ExecStart=" + here + " "));

        String said = Programs.run("systemd-analyze", "verify", installed.toString());
        // What it does not know it ignores, and says so.
        assertFalse(said.contains("sluice.service"), said);
    }

    private static List<Path> copied() throws IOException {
        List<Path> paths = new ArrayList<>();
        for (MatchResult copy : found(COPY, Files.readString(DOCKERFILE))) {
            for (String source : copy.group(1).split(" ")) {
                paths.add(Path.of(source));
            }
        }
        return paths;
    }

    private static List<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    /** Runs the script beside the jar as the image does; fails unless its exit status is 0. */
    private String run(Path script, String options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("SLUICE_JAVA_OPTIONS", options);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.onExit().join().exitValue(), said);
        return said;
    }
}
