package io.sluice.bench.process;

import io.sluice.bench.Measured;
import io.sluice.core.Durability;
import io.sluice.server.Main;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Fork;

/**
 * Sluice of the same build as whoever starts it, from the same class path and on the same Java, without a door for HTTP.
 *
 * @param durability what its answers promise.
 * @param options more of the command line of {@code serve}.
 */
public record SluiceProgram(Durability durability, List<String> options) implements Program {
    /** Copies the options. */
    public SluiceProgram {
        options = List.copyOf(options);
    }

    @Override
    public String name() {
        return "sluice";
    }

    @Override
    public List<String> command(int port, Path directory) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(Measured.class.getAnnotation(Fork.class).jvmArgsAppend()));
        words.addAll(List.of("-cp", classPath(), Main.class.getName()));
        words.addAll(List.of("serve", "--port", Integer.toString(port), "--http-port", "none"));
        words.addAll(List.of("--data", directory.resolve("data").toString()));
        words.addAll(List.of("--durability", durability.name().toLowerCase(Locale.ROOT)));
        words.addAll(options);
        return words;
    }

    @Override
    public String ready() {
        return "sluice ready on ";
    }

    /** Returns the class path of this JVM, for a process in another directory. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
