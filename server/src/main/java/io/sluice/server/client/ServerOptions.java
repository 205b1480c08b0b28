package io.sluice.server.client;

import io.sluice.server.access.AccessFileException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the server is, who asks, whom to trust and what to show. */
final class ServerOptions {
    private static final String TOLD = "--password=";
    private static final List<String> SCHEMES = List.of("http", "https");

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:7585",
            description = "Where the server's HTTP port is. Default: ${DEFAULT-VALUE}.")
    private String server;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description =
                    "Who asks. The password is never a word of the command line: it stands in SLUICE_PASSWORD or in"
                            + " the file of --password-file, or is asked for.")
    private String user;

    @Option(
            names = "--password",
            interactive = true,
            prompt = "Password: ",
            description = "Ask for the password on the terminal.")
    private String password;

    @Option(names = "--password-file", paramLabel = "FILE", description = "A file whose first line is the password.")
    private Path passwordFile;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "Certificates, PEM, of whoever signed the server's; in place of those that the JVM trusts.")
    private Path tlsCa;

    @Option(
            names = "--tls-client-cert",
            paramLabel = "FILE",
            description =
                    "The certificate, PEM, to show a server that wants to see one (its --tls-client-ca), and behind"
                            + " it those that lead to its authority.")
    private Path tlsClientCert;

    @Option(names = "--tls-client-key", paramLabel = "FILE", description = "The key of that certificate, PEM, PKCS#8.")
    private Path tlsClientKey;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with more options.")
    private Path config;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Returns the server; connects to it only when it is used. */
    Server server() throws IOException {
        return new Server(address(), authorization(), tls());
    }

    private SSLContext tls() {
        if ((tlsClientCert == null) != (tlsClientKey == null)) {
            throw wrong("--tls-client-cert and --tls-client-key belong together, there was one of them");
        }
        try {
            return ClientTls.context(tlsCa, tlsClientCert, tlsClientKey);
        } catch (AccessFileException e) {
            throw wrong(e.getMessage());
        }
    }

    private URI address() {
        try {
            URI address = new URI(server.replaceFirst("/+$", ""));
            if (address.getHost() != null && SCHEMES.contains(address.getScheme())) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw wrong("--server must be a URL such as http://127.0.0.1:7585: " + e.getMessage());
        }
        throw wrong("--server must be a URL such as http://127.0.0.1:7585, was '" + server + "'");
    }

    private String authorization() throws IOException {
        if (spec.commandLine().getParseResult().originalArgs().stream().anyMatch(word -> word.startsWith(TOLD))) {
            throw wrong("--password takes no value, as others can see the command line; it asks for the password");
        }
        if (user == null) {
            return "";
        }
        byte[] who = (user + ":" + password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(who);
    }

    private String password() throws IOException {
        if (passwordFile != null) {
            return firstLine(passwordFile);
        }
        if (password == null) {
            throw wrong("--user needs a password: SLUICE_PASSWORD, --password-file, or --password to be asked for it");
        }
        return password;
    }

    private String firstLine(Path file) throws IOException {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (NoSuchFileException e) {
            throw wrong("password file " + file + ": there is no such file");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
