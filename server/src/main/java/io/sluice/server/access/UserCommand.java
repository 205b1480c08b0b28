package io.sluice.server.access;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a line for the users file. The password comes from the console, or else from the standard input. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints a line for the file that serve --users names. The password is the first line of the input, 1 to "
                    + PasswordHash.MAX_BCRYPT_PASSWORD_LENGTH + " bytes.",
            "sluice user mailer --permissions submit,work --queues 'email,reports*' >> users"
        })
public final class UserCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What the user is called.")
    private String name;

    @Option(
            names = "--permissions",
            paramLabel = "LIST",
            required = true,
            description = "Of submit,work,read,admin, or all.")
    private String permissions;

    @Option(
            names = "--queues",
            paramLabel = "LIST",
            defaultValue = UsersFile.ALL,
            description = "The queues and limits the user reaches; in the names * and ? stand for others."
                    + " Default: ${DEFAULT-VALUE}.")
    private String patterns;

    @Spec
    private CommandSpec spec;

    private final InputStream input;

    /** Makes the command that reads from the console or the standard input. */
    public UserCommand() {
        this(null);
    }

    /** Makes a command that reads from elsewhere. */
    UserCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException {
        try {
            UsersFile.requireUser(name, permissions, patterns);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        byte[] password = password();
        if (password.length == 0 || password.length > PasswordHash.MAX_BCRYPT_PASSWORD_LENGTH) {
            throw wrong("expected a password of 1 to " + PasswordHash.MAX_BCRYPT_PASSWORD_LENGTH + " bytes, was "
                    + password.length);
        }
        spec.commandLine().getOut().println(UsersFile.line(name, PasswordHash.of(password), permissions, patterns));
        return ExitCode.OK;
    }

    private byte[] password() throws IOException {
        Console console = System.console();
        if (input != null || console == null) {
            return firstLine(input == null ? System.in : input);
        }
        char[] password = console.readPassword("Password: ");
        char[] again = console.readPassword("Once more: ");
        if (!Arrays.equals(password, again)) {
            throw wrong("expected the same password twice");
        }
        return password == null ? new byte[0] : new String(password).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] firstLine(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = input.read(); b >= 0 && b != '\n'; b = input.read()) {
            line.write(b);
        }
        byte[] bytes = line.toByteArray();
        boolean carriage = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return carriage ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
