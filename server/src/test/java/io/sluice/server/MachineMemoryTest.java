package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
    private static final long TOTAL = 8_000_000L << 10;

    @TempDir
    private Path root;

    @Test
    void shouldTellTheMachinesMemoryWhereNothingElseIsSaid() throws IOException {
        write("proc/meminfo", "MemTotal:        8000000 kB\nMemFree:          400 kB\n");

        assertEquals(TOTAL, MachineMemory.bytes(root));
    }

    @Test
    void shouldTellTheLowestLimitOfTheGroupsAboveTheProcess() throws IOException {
        write("proc/meminfo", "MemTotal:        8000000 kB\n");
        write("proc/self/cgroup", "0::/a/b\n");
        write("sys/fs/cgroup/a/b/memory.max", "max\n");
        write("sys/fs/cgroup/a/memory.max", "1000000000\n");
        write("sys/fs/cgroup/memory.max", "2000000000\n");
        write("sys/fs/cgroup/a/c/memory.max", "7\n");

        assertEquals(1_000_000_000L, MachineMemory.bytes(root));
    }

    @Test
    void shouldTellTheLimitOfTheMemoryController() throws IOException {
        write("proc/meminfo", "MemTotal:        8000000 kB\n");
        write("proc/self/cgroup", "5:cpu,cpuacct:/a\n4:memory:/a\n0::/\n");
        write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "3000000000\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertEquals(3_000_000_000L, MachineMemory.bytes(root));
    }

    @Test
    void shouldTellTheLimitOfAContainerWhosePathIsNotMounted() throws IOException {
        write("proc/meminfo", "MemTotal:        8000000 kB\n");
        write("proc/self/cgroup", "0::/outside/container\n");
        write("sys/fs/cgroup/memory.max", "500000000\n");

        assertEquals(500_000_000L, MachineMemory.bytes(root));
    }

    @Test
    void shouldTellTheMachinesMemoryWhereAllLimitsAreLarger() throws IOException {
        write("proc/meminfo", "MemTotal:        8000000 kB\n");
        write("proc/self/cgroup", "0::/a\n");
        write("sys/fs/cgroup/a/memory.max", "99000000000\n");

        assertEquals(TOTAL, MachineMemory.bytes(root));
    }

    @Test
    void shouldTellWhatTheHeapMayBeWhereTheSystemDoesNot() {
        assertEquals(Runtime.getRuntime().maxMemory(), MachineMemory.bytes(root));
    }

    @Test
    void shouldFindSomeOnThisMachine() {
        assertTrue(MachineMemory.bytes() > 1 << 20);
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
