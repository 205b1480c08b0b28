package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sluice.Sluice;
import io.sluice.server.access.Access;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Tls;
import io.sluice.server.access.Users;
import io.sluice.server.http.HttpDoor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The commands for people against a server that asks who comes, over TLS. */
class ClientAccessTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Identity server;
    private HttpDoor door;
    private Sluice sluice;

    @BeforeEach
    void serve() throws IOException {
        Path users = Files.writeString(directory.resolve("users"), user("ada", "secret"));
        server = Identity.in(directory, "server");
        serve(new Access(Users.read(users), Tls.read(server.certificate(), server.key(), null)));
    }

    private void serve(Access access) throws IOException {
        close();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        door = new HttpDoor(HttpDoor.listen(any), access, 1 << 16, HttpDoor.MAX_CONNECTIONS, () -> 0);
        sluice = Sluice.builder()
                .directory(directory.resolve("data"))
                .executor(door.executor())
                .open();
        door.open(sluice);
        environment.put("SLUICE_SERVER", "https://127.0.0.1:" + door.address().getPort());
        environment.put("SLUICE_TLS_CA", server.certificate().toString());
    }

    @AfterEach
    void close() {
        if (sluice != null) {
            sluice.close();
            door.close();
        }
    }

    @Test
    void shouldSayWhoAsksWithThePasswordOfTheEnvironment() {
        environment.put("SLUICE_PASSWORD", "secret");

        assertEquals(0, run("submit mail hello --user ada"), this::said);
    }

    @Test
    void shouldReadThePasswordFromTheFirstLineOfAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "secret\nmore\n");

        assertEquals(0, run("stats --user ada --password-file " + file), this::said);
    }

    @Test
    void shouldSayInOneLineThatSomebodyIsNotLetIn() {
        assertEquals(Main.FAILED, run("stats"));
        environment.put("SLUICE_PASSWORD", "wrong");
        assertEquals(Main.FAILED, run("stats --user ada"));

        assertTrue(err.toString().matches("sluice: NOAUTH .*\nsluice: WRONGPASS .*\n"), this::said);
    }

    @Test
    void shouldNotTrustAnybodyElse() {
        environment.remove("SLUICE_TLS_CA");
        environment.put("SLUICE_PASSWORD", "secret");

        assertEquals(Main.FAILED, run("stats --user ada"));
        assertEquals(1, err.toString().lines().count(), this::said);
        assertTrue(err.toString().contains("certification path"), this::said);
    }

    @Test
    void shouldShowACertificateWhereTheServerWantsOne() throws IOException {
        Identity client = wantCertificates();
        environment.put("SLUICE_TLS_CLIENT_CERT", client.certificate().toString());

        assertEquals(0, run("submit mail hello --tls-client-key " + client.key()), this::said);
    }

    @Test
    void shouldSayWhatIsMissingWhereTheServerWantsACertificate() throws IOException {
        wantCertificates();

        assertEquals(Main.FAILED, run("stats"), this::said);
        assertEquals(1, err.toString().lines().count(), this::said);
        assertTrue(err.toString().contains("--tls-client-cert"), this::said);
    }

    @Test
    void shouldNotFillTheLogWithHandshakesThatFail() throws IOException {
        wantCertificates();
        Logger log = (Logger) LoggerFactory.getLogger("io.sluice.server.http");
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        told.start();
        log.addAppender(told);

        run("stats");
        // The door is closed, and so has done with the connection.
        close();
        log.detachAppender(told);

        assertEquals(List.of(), told.list);
    }

    @Test
    void shouldNotBeTakenForSomebodyElse() throws IOException {
        wantCertificates();
        Identity other = Identity.in(directory, "other");

        assertEquals(
                Main.FAILED,
                run("stats --tls-client-cert " + other.certificate() + " --tls-client-key " + other.key()),
                this::said);
        assertEquals(1, err.toString().lines().count(), this::said);
    }

    /** Has the server want a certificate of whoever comes, and nothing else, and returns the one whom it trusts. */
    private Identity wantCertificates() throws IOException {
        Identity client = Identity.in(directory, "client");
        serve(new Access(Users.none(), Tls.read(server.certificate(), server.key(), client.certificate())));
        return client;
    }

    private String user(String name, String password) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            assertEquals(0, run("user " + name + " --permissions all"), this::said);
            return out.toString();
        } finally {
            System.setIn(before);
            out.getBuffer().setLength(0);
        }
    }

    private int run(String line) {
        return Main.run(line.split(" "), environment, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private String said() {
        return out + "\n" + err;
    }
}
