package io.sluice.bench.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    private Path directory;

    /** What the system's own programs say is what it is compared with. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldTellWhatTheSystemsProgramsTell() throws IOException {
        Machine machine = Machine.of(directory);

        assertEquals(said("uname", "-sr"), machine.kernel());
        String disk = said("sh", "-c", "df --output=source '" + directory + "' | tail -1");
        assertTrue(machine.disk().startsWith(disk + ", "), machine::toString);
        assertEquals(said("sh", "-c", "df --output=fstype '" + directory + "' | tail -1"), machine.fileSystem());
        assertTrue(machine.cpu().startsWith(said("nproc") + " × "), machine::toString);
    }

    @Test
    void shouldHeadAReportWithEachFact() throws IOException {
        Machine machine = Machine.of(directory);

        assertEquals(
                List.of("commit", "JVM", "processors", "memory", "kernel", "disk", "file system", "date"),
                List.copyOf(machine.facts().keySet()));
        assertTrue(machine.facts().values().stream().noneMatch(String::isBlank), machine::toString);
    }

    @Test
    void shouldNameTheFirstProcessor() throws IOException {
        Path cpuinfo = directory.resolve("cpuinfo");
        Files.writeString(
                cpuinfo, "processor\t: 0\nmodel\t\t: 1\nmodel name\t: Fast: 3\nprocessor\t: 1\nmodel name\t: Slow\n");

        assertEquals("Fast: 3", Machine.model(cpuinfo));
    }

    @Test
    void shouldNameTheArchitectureWhereNoProcessorHasAName() throws IOException {
        Path cpuinfo = Files.writeString(directory.resolve("cpuinfo"), "processor\t: 0\n");

        assertEquals(System.getProperty("os.arch"), Machine.model(cpuinfo));
        assertEquals(System.getProperty("os.arch"), Machine.model(directory.resolve("none")));
    }

    @Test
    void shouldRefuseADirectoryThatIsNotThere() {
        assertThrows(NoSuchFileException.class, () -> Machine.of(directory.resolve("none")));
    }

    private static String said(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
