package io.sluice.server;

import io.sluice.server.access.Access;
import io.sluice.server.access.AccessFileException;
import io.sluice.server.access.Tls;
import io.sluice.server.access.Users;
import java.net.InetAddress;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say who may come in, and how. */
final class AccessOptions {
    private static final Logger LOG = LoggerFactory.getLogger(AccessOptions.class);

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "Who may come in, a line each, as the command user prints them. Read anew on SIGHUP."
                    + " Without it everybody may do all.")
    private Path users;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "The certificate, PEM, and behind it those that lead to its authority. Read anew on SIGHUP."
                    + " Without it everything is plain text.")
    private Path chain;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The key of the certificate, PEM, PKCS#8.")
    private Path key;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "Who must have signed the certificate that every client has to show then, PEM.")
    private Path clientAuthorities;

    @Option(names = "--insecure", description = "Listens on an address that others reach though there are no users.")
    private boolean insecure;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Reads the files; throws {@link ParameterException} if one of them is not as it should be. */
    Access access() {
        if ((chain == null) != (key == null)) {
            throw wrong("--tls-cert and --tls-key belong together, there was one of them");
        }
        if (clientAuthorities != null && chain == null) {
            throw wrong("--tls-client-ca needs --tls-cert and --tls-key");
        }
        try {
            return new Access(
                    users == null ? Users.none() : Users.read(users),
                    chain == null ? null : Tls.read(chain, key, clientAuthorities));
        } catch (AccessFileException e) {
            throw wrong(e.getMessage());
        }
    }

    /** Refuses an address that others reach, unless they have to say who they are. */
    void check(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return;
        }
        if (users == null && !insecure) {
            throw wrong("--bind " + address.getHostAddress() + " is refused, as whoever reaches it could do everything:"
                    + " name who may come in with --users FILE (the command user prints its lines) and add --tls-cert"
                    + " and --tls-key; or say --insecure where nobody else can reach it");
        }
        if (users != null && chain == null) {
            LOG.warn(
                    "Passwords come to {} in plain text: --tls-cert and --tls-key are missing",
                    address.getHostAddress());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
