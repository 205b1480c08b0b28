package io.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The memory that the process may have: the machine's, or less where a control group of Linux says so.
 *
 * <p>A process stands in one group of the unified hierarchy (version 2), or in one of the memory controller's own (version
 * 1), and the limits of all groups above hold too. In a container the path may be one of the machine outside; the group at
 * the root of what is mounted is the container's own then.
 */
final class MachineMemory {
    private static final Pattern TOTAL = Pattern.compile("^MemTotal: +(\\d+) kB");
    private static final Pattern GROUP = Pattern.compile("^\\d+:(?<controllers>[^:]*):/?(?<path>.*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private final Path root;

    private MachineMemory(Path root) {
        this.root = root;
    }

    /** Returns how much it is, bytes; where the system does not tell, what the heap may grow to. */
    static long bytes() {
        return bytes(Path.of("/"));
    }

    /** Returns how much it is by the files under a directory in place of the root, bytes. */
    static long bytes(Path root) {
        MachineMemory memory = new MachineMemory(root);
        // The management beans know too, but to load them takes as long as to read a hundred thousand tasks.
        return LongStream.concat(memory.total(), memory.groups())
                .min()
                .orElseGet(() -> Runtime.getRuntime().maxMemory());
    }

    private LongStream total() {
        return lines(root.resolve("proc/meminfo"))
                .map(TOTAL::matcher)
                .filter(Matcher::find)
                .mapToLong(total -> Long.parseLong(total.group(1)) << 10);
    }

    private LongStream groups() {
        return lines(root.resolve("proc/self/cgroup"))
                .map(GROUP::matcher)
                .filter(Matcher::matches)
                .flatMapToLong(group -> switch (group.group("controllers")) {
                    case "" -> limits("sys/fs/cgroup", group.group("path"), "memory.max");
                    case "memory" -> limits("sys/fs/cgroup/memory", group.group("path"), "memory.limit_in_bytes");
                    default -> LongStream.empty();
                });
    }

    /** Returns the limits of a group and of all above it. */
    private LongStream limits(String mount, String path, String file) {
        Path top = root.resolve(mount);
        return Stream.iterate(top.resolve(path), group -> group.startsWith(top), Path::getParent)
                .flatMap(group -> lines(group.resolve(file)))
                .filter(line -> NUMBER.matcher(line).matches())
                .mapToLong(Long::parseLong);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.of();
        }
    }
}
