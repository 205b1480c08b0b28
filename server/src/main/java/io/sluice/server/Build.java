package io.sluice.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the server was built from, as the build wrote it down. */
public final class Build {
    private static final String FILE = "build.properties";
    private static final String UNKNOWN = "unknown";
    private static final Properties FACTS = facts();

    private Build() {}

    /**
     * Returns the version.
     *
     * @return such as {@code 0.1.0}.
     */
    public static String version() {
        return FACTS.getProperty("git.build.version", "development");
    }

    /**
     * Returns the commit.
     *
     * @return the beginning of its hash, with {@code -dirty} behind it where there were changes that it has not; {@code unknown}
     *     where it was built without a repository.
     */
    public static String commit() {
        String commit = FACTS.getProperty("git.commit.id.abbrev", UNKNOWN);
        return Boolean.parseBoolean(FACTS.getProperty("git.dirty")) ? commit + "-dirty" : commit;
    }

    private static Properties facts() {
        Properties facts = new Properties();
        try (InputStream file = Build.class.getResourceAsStream(FILE)) {
            if (file != null) {
                facts.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }
}
