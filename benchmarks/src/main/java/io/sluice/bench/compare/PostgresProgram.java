package io.sluice.bench.compare;

import io.sluice.bench.process.Program;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL on a cluster of its own, as initdb makes it. It refuses to run as root; then it runs as the user postgres, who is
 * given the directory.
 *
 * @param binaries where initdb and postgres are.
 * @param promise what a commit is to mean.
 */
record PostgresProgram(Path binaries, Promise promise) implements Program {
    /** Who owns the database. */
    static final String OWNER = "sluice";

    private static final String USER = "postgres";
    /** For all connections of the largest shape, and the three that are kept for the owner. */
    private static final int MAX_CONNECTIONS = Shape.MAX_CONNECTIONS + 10;

    static boolean asRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Says that the user is not there whom it runs as when root starts it; empty if he is. */
    static Optional<String> noUser() {
        try {
            user();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("root may not run it, and there is no user " + USER);
        }
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public List<String> command(int port, Path directory) throws IOException {
        if (asRoot()) {
            Files.setOwner(directory, user());
        }
        String data = directory.resolve("data").toString();
        initialize(data);
        List<String> words = asUser("postgres");
        words.addAll(List.of("-D", data, "-p", Integer.toString(port)));
        setting(words, "listen_addresses", "127.0.0.1");
        setting(words, "unix_socket_directories", "");
        setting(words, "max_connections", Integer.toString(MAX_CONNECTIONS));
        setting(words, "synchronous_commit", promise == Promise.DISK ? "on" : "off");
        return words;
    }

    @Override
    public String ready() {
        return "database system is ready to accept connections";
    }

    /** Asks for what PostgreSQL calls a fast shutdown; on SIGTERM it would wait for its clients. */
    @Override
    public void stop(ProcessHandle process) throws IOException {
        run(List.of("kill", "-INT", Long.toString(process.pid())));
    }

    private void initialize(String data) throws IOException {
        List<String> words = asUser("initdb");
        words.addAll(List.of("-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"));
        run(words);
    }

    private static void run(List<String> words) throws IOException {
        try {
            Commands.run(words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private List<String> asUser(String program) {
        List<String> words = new ArrayList<>();
        if (asRoot()) {
            words.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--init-groups", "--"));
        }
        words.add(binaries.resolve(program).toString());
        return words;
    }

    private static void setting(List<String> words, String name, String value) {
        words.add("-c");
        words.add(name + "=" + value);
    }

    private static UserPrincipal user() throws IOException {
        try {
            return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(USER);
        } catch (UserPrincipalNotFoundException e) {
            throw new IOException("there is no user " + USER, e);
        }
    }
}
