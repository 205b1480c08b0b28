package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class AccessOptionsTest {
    @TempDir
    private Path directory;

    /** A command with these options and no others. */
    @Command
    private static final class Options {
        @Mixin
        private AccessOptions access;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
    void shouldListenOnLoopbackWithoutUsers(String address) throws Exception {
        InetAddress loopback = InetAddress.getByName(address);

        assertDoesNotThrow(() -> parse().check(loopback));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "10.0.0.1"})
    void shouldListenElsewhereOnlyWithUsersOrWhereToldThatItIsInsecure(String address) throws Exception {
        InetAddress elsewhere = InetAddress.getByName(address);

        ParameterException refused = assertThrows(ParameterException.class, () -> parse().check(elsewhere));

        assertTrue(refused.getMessage().contains("--users FILE"), refused.getMessage());
        assertDoesNotThrow(() -> parse("--users", "any").check(elsewhere));
        assertDoesNotThrow(() -> parse("--insecure").check(elsewhere));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tls-cert x | --tls-cert and --tls-key belong together",
                "--tls-key x | --tls-cert and --tls-key belong together",
                "--tls-client-ca x | --tls-client-ca needs --tls-cert",
                "--tls-cert nowhere --tls-key nowhere | certificate file nowhere: there is no such file",
                "--users nowhere | users file nowhere: there is no such file"
            })
    void shouldRefuseWhatIsIncompleteOrNotThere(String line, String expected) {
        ParameterException refused = assertThrows(
                ParameterException.class, () -> parse(line.split(" ")).access());

        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    @Test
    void shouldSayWhichLineOfTheUsersFileIsWrong() throws Exception {
        Path users = Files.writeString(directory.resolve("users"), "# users\n\nmailer secret all all\n");

        ParameterException refused = assertThrows(
                ParameterException.class,
                () -> parse("--users", users.toString()).access());

        assertTrue(refused.getMessage().contains(users + ", line 3: expected a bcrypt hash"), refused.getMessage());
        assertTrue(!refused.getMessage().contains("secret"), refused.getMessage());
    }

    private static AccessOptions parse(String... words) {
        Options options = new Options();
        new CommandLine(options).parseArgs(words);
        return options.access;
    }
}
