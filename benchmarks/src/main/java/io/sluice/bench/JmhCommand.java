package io.sluice.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Hands everything behind it to JMH. */
@Command(name = "jmh", description = "Runs the micro-benchmarks; everything behind it is JMH's, -h for its help.")
final class JmhCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", description = "JMH's command line.")
    private List<String> words = List.of();

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(words.toArray(String[]::new));
        return 0;
    }
}
