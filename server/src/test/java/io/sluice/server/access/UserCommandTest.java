package io.sluice.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.access.Authentication.Outcome;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

class UserCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"s3cret \u00fc", "s3cret \u00fc\n", "s3cret \u00fc\r\n", "s3cret \u00fc\nsecond line"})
    void shouldPrintALineForTheUsersFile(String input) throws Exception {
        int status = run(input, "mailer", "--permissions", "submit,work", "--queues", "email,reports*");

        Users users = Users.read(Files.writeString(directory.resolve("users"), out.toString()));
        Authentication authentication = users.authenticate(
                        "mailer", "s3cret \u00fc".getBytes(StandardCharsets.UTF_8), InetAddress.getLoopbackAddress())
                .get(20, TimeUnit.SECONDS);
        assertEquals(ExitCode.OK, status);
        assertEquals(Outcome.WELCOME, authentication.outcome());
        assertTrue(authentication.user().may(Permission.WORK)
                && authentication.user().reaches("reports/1"));
        assertTrue(!authentication.user().may(Permission.ADMIN)
                && !authentication.user().reaches("sms"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', mailer, all, all, expected a password of 1 to 72 bytes",
        "LONG, mailer, all, all, expected a password of 1 to 72 bytes",
        "x, mail er, all, all, expected a name of",
        "x, mailer, fly, all, 'expected permissions of submit,work,read,admin or all'",
        "x, mailer, all, 'a,', expected names of queues or limits"
    })
    void shouldRefuseWhatCannotStandThere(
            String password, String name, String permissions, String queues, String expected) {
        String input = password.replace("LONG", "x".repeat(PasswordHash.MAX_BCRYPT_PASSWORD_LENGTH + 1));

        int status = run(input, name, "--permissions", permissions, "--queues", queues);

        assertEquals(ExitCode.USAGE, status);
        assertTrue(err.toString().contains(expected), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldTakeTheLongestPassword() {
        String longest = "x".repeat(PasswordHash.MAX_BCRYPT_PASSWORD_LENGTH);

        assertEquals(ExitCode.OK, run(longest, "mailer", "--permissions", "all"));
    }

    private int run(String input, String... words) {
        byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
        return new CommandLine(new UserCommand(new ByteArrayInputStream(bytes)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}
