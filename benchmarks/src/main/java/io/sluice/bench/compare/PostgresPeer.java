package io.sluice.bench.compare;

import io.sluice.core.Rate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL with a table of tasks, of which each worker takes one that nobody else has locked. */
final class PostgresPeer implements Peer {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    @Override
    public Optional<String> missing() {
        if (binaries().isEmpty()) {
            return Optional.of("no initdb in " + VERSIONS + "/*/bin");
        }
        return PostgresProgram.asRoot() ? Commands.missing("setpriv").or(PostgresProgram::noUser) : Optional.empty();
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return Commands.run(List.of(postgres(), "--version")).split(" ")[2];
    }

    @Override
    public PostgresProgram program(Promise promise) {
        return new PostgresProgram(binaries().orElseThrow(), promise);
    }

    @Override
    public String means(Promise promise) {
        return "synchronous_commit " + (promise == Promise.DISK ? "on" : "off");
    }

    @Override
    public Queue.Connector queue() {
        return (port, connections) -> new PostgresQueue(port, connections, PostgresQueue.Claim.OPEN, OPEN);
    }

    @Override
    public Map<String, Queue.Connector> limited(Rate limit) {
        Map<String, Queue.Connector> ways = new LinkedHashMap<>();
        ways.put(
                "count of starts",
                (port, connections) -> new PostgresQueue(port, connections, PostgresQueue.Claim.COUNTED, limit));
        ways.put(
                "count under a lock",
                (port, connections) -> new PostgresQueue(port, connections, PostgresQueue.Claim.LOCKED, limit));
        return ways;
    }

    private static String postgres() {
        return binaries().orElseThrow().resolve("postgres").toString();
    }

    /** Returns where the programs of the newest version are. */
    private static Optional<Path> binaries() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(version -> version.getFileName().toString().matches("\\d+"))
                    .sorted(Comparator.comparing((Path version) ->
                                    Integer.valueOf(version.getFileName().toString()))
                            .reversed())
                    .map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
