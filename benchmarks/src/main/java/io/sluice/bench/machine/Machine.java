package io.sluice.bench.machine;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.server.Build;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What numbers are of: a number without these says nothing. Linux tells all of it, other systems less.
 *
 * @param commit of Sluice, as {@link Build#commit} has it.
 * @param jvm which one runs this.
 * @param cpu how many processors there are for it, and which.
 * @param memory of the machine.
 * @param kernel the system and its version.
 * @param disk which one it is, how large, and whether it says that it has a cache that a power cut empties.
 * @param fileSystem its type.
 * @param date when it was looked at, whole seconds.
 */
public record Machine(
        String commit,
        String jvm,
        String cpu,
        String memory,
        String kernel,
        String disk,
        String fileSystem,
        Instant date) {
    private static final String UNKNOWN = "unknown";
    private static final String VOLATILE_CACHE = "write back";

    /**
     * Looks at this machine.
     *
     * @param directory lies on the disk in question.
     * @return what was found; {@code unknown} stands for what the system does not tell.
     * @throws IOException if there is no such directory.
     */
    public static Machine of(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return new Machine(
                Build.commit(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors() + " × " + model(Path.of("/proc/cpuinfo")),
                gib(totalMemory()),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                disk(store),
                store.type(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Tells it all, as the head of a report.
     *
     * @return what each fact is about, and the fact, in their order.
     */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("commit", commit);
        facts.put("JVM", jvm);
        facts.put("processors", cpu);
        facts.put("memory", memory);
        facts.put("kernel", kernel);
        facts.put("disk", disk);
        facts.put("file system", fileSystem);
        facts.put("date", date.toString());
        return facts;
    }

    /** Returns the first processor's name in a file as Linux writes it. */
    static String model(Path cpuinfo) throws IOException {
        if (!Files.isReadable(cpuinfo)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static String disk(FileStore store) throws IOException {
        String device = store.name();
        Path block = Path.of("/sys/class/block").resolve(device.substring(device.lastIndexOf('/') + 1));
        return device + ", " + gib(store.getTotalSpace()) + (Files.exists(block) ? kind(block.toRealPath()) : "");
    }

    /** Returns what a block device says of itself; a partition's disk speaks for it. */
    private static String kind(Path block) throws IOException {
        Path queue = Files.exists(block.resolve("queue")) ? block.resolve("queue") : block.resolveSibling("queue");
        if (!Files.exists(queue.resolve("write_cache"))) {
            return "";
        }
        boolean rotates = Files.readString(queue.resolve("rotational")).strip().equals("1");
        boolean caches = Files.readString(queue.resolve("write_cache")).strip().equals(VOLATILE_CACHE);
        return (rotates ? ", says it rotates" : ", says it does not rotate")
                + (caches ? ", volatile write cache" : ", no volatile write cache");
    }

    private static long totalMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private static String gib(long bytes) {
        return bytes > 0 ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30)) : UNKNOWN;
    }
}
