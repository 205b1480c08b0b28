package io.sluice.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.access.Authentication.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
    /** The password "", by the first implementation of bcrypt: one of its test vectors. */
    private static final String BCRYPT_OF_NOTHING = "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.";
    /** The password "a", of the same vectors. */
    private static final String BCRYPT = "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";
    /** The password "password" and the salt "somesalt", of the reference implementation's test vectors. */
    private static final String ARGON2 =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @TempDir
    private Path directory;

    @Test
    void shouldLetEverybodyInWhereThereAreNoUsers() throws Exception {
        Users users = Users.none();

        assertFalse(users.areThere());
        assertSame(User.ANYBODY, users.newcomer());
        assertSame(User.ANYBODY, authenticate(users, "default", "whatever").user());
        assertEquals(Outcome.WRONG, authenticate(users, "somebody", "whatever").outcome());
        assertTrue(users.have(User.ANYBODY));
    }

    @ParameterizedTest
    @CsvSource({
        "mailer, a, WELCOME",
        "mailer, b, WRONG",
        "mailer, '', WRONG",
        "nobody, a, WRONG",
        "boss, password, WELCOME",
        "boss, passwore, WRONG"
    })
    void shouldTellWhoIsWho(String name, String password, Outcome outcome) throws Exception {
        Users users = read("mailer " + BCRYPT + " submit email", "boss " + ARGON2 + " all all");

        Authentication authentication = authenticate(users, name, password);

        assertEquals(outcome, authentication.outcome());
        assertEquals(
                outcome == Outcome.WELCOME ? name : "", authentication.user().name());
    }

    @Test
    void shouldNotHashAgainWhatWasRight() throws Exception {
        Users users = read("mailer " + BCRYPT + " submit email");

        authenticate(users, "mailer", "a");

        assertTrue(users.authenticate("mailer", bytes("a"), address(1)).isDone());
        assertFalse(users.authenticate("mailer", bytes("b"), address(1)).isDone());
    }

    @Test
    void shouldKnowWhatAUserMayDo() throws Exception {
        Users users = read("mailer " + BCRYPT + " submit,read email,reports*,x?y");

        User user = authenticate(users, "mailer", "a").user();

        assertEquals(
                List.of(Permission.SUBMIT, Permission.READ),
                Stream.of(Permission.values()).filter(user::may).toList());
        assertEquals(
                List.of("email", "reports", "reports/2026", "x-y"),
                Stream.of("email", "emails", "reports", "reports/2026", "x-y", "xy", "Email")
                        .filter(user::reaches)
                        .toList());
        assertTrue(user.isConfined());
    }

    @Test
    void shouldTellUsersWhoStayFromThoseWhoDoNotWhenReadAnew() throws Exception {
        Users users =
                read("a " + BCRYPT + " submit email", "b " + BCRYPT + " submit email", "c " + BCRYPT + " all all");
        User a = authenticate(users, "a", "a").user();
        User b = authenticate(users, "b", "a").user();
        User c = authenticate(users, "c", "a").user();

        read("b " + BCRYPT + " submit email,sms", "a " + BCRYPT + " submit email");
        users.reload();

        assertTrue(users.have(a));
        assertFalse(users.have(b));
        assertFalse(users.have(c));
        assertNotSame(b, authenticate(users, "b", "a").user());
        assertEquals(Outcome.WRONG, authenticate(users, "c", "a").outcome());
    }

    @Test
    void shouldKeepItsUsersWhereTheNewFileIsWrong() throws Exception {
        Users users = read("a " + BCRYPT + " submit email");
        User a = authenticate(users, "a", "a").user();

        Files.writeString(directory.resolve("users"), "nonsense\n");

        assertThrows(AccessFileException.class, users::reload);
        assertTrue(users.have(a));
    }

    @Test
    void shouldLetOnlySoManyWaitFromOneAddress() throws Exception {
        Users users = read("a " + BCRYPT + " submit email");

        List<CompletableFuture<Authentication>> attempts = IntStream.range(0, Users.MAX_PENDING - 1)
                .mapToObj(i -> users.authenticate("a", bytes("wrong"), address(1)))
                .toList();
        Authentication other = users.authenticate("a", bytes("a"), address(2)).get(20, TimeUnit.SECONDS);

        assertEquals(Outcome.WELCOME, other.outcome());
        assertTrue(attempts.stream()
                .filter(CompletableFuture::isDone)
                .anyMatch(attempt -> attempt.join() == Authentication.BUSY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mailer | line 2: expected name hash permissions patterns, was a line of 1 words",
                "m:x HASH all all | line 2: expected a name of",
                "m plain all all | line 2: expected a bcrypt hash",
                "m $2b$31$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s. all all | line 2: expected a bcrypt hash",
                "m HASH fly all | line 2: expected permissions of submit,work,read,admin or all, was 'fly'",
                "m HASH submit, all | line 2: expected permissions of submit,work,read,admin or all, was ''",
                "m HASH all a,,b | line 2: expected names of queues or limits",
                "m HASH all a all | line 2: expected name hash permissions patterns, was a line of 5 words",
                "first HASH all all | line 2: expected each user once",
            })
    void shouldSayWhichLineIsWrong(String line, String expected) throws Exception {
        AccessFileException wrong = assertThrows(
                AccessFileException.class,
                () -> read("first " + BCRYPT + " all all # a comment", line.replace("HASH", BCRYPT)));

        assertTrue(wrong.getMessage().contains(directory.resolve("users") + ", " + expected), wrong.getMessage());
    }

    @Test
    void shouldRefuseAFileThatIsNotThereOrEmpty() throws Exception {
        Path nowhere = directory.resolve("nowhere");

        assertTrue(assertThrows(AccessFileException.class, () -> Users.read(nowhere))
                .getMessage()
                .contains(nowhere + ": there is no such file"));
        assertTrue(assertThrows(AccessFileException.class, () -> read("# nobody", ""))
                .getMessage()
                .contains("expected at least one line"));
    }

    @Test
    void shouldTakeAnEmptyPassword() throws Exception {
        Users users = read("a " + BCRYPT_OF_NOTHING + " submit email");

        assertEquals(Outcome.WELCOME, authenticate(users, "a", "").outcome());
    }

    private Users read(String... lines) throws IOException {
        return Users.read(Files.write(directory.resolve("users"), List.of(lines)));
    }

    private static Authentication authenticate(Users users, String name, String password) throws Exception {
        return users.authenticate(name, bytes(password), address(1)).get(20, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
