package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.Sluice;
import io.sluice.server.access.Access;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for people against a server that asks who comes, over TLS. */
class ClientAccessTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpDoor door;
    private Sluice sluice;

    @BeforeEach
    void serve() throws IOException {
        Programs.assume("openssl");
        Path users = Files.writeString(directory.resolve("users"), user("ada", "secret"));
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("certificate.pem");
        Programs.run(("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
                        + " -addext subjectAltName=IP:127.0.0.1 -keyout " + key + " -out " + certificate)
                .split(" "));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Access access = new Access(Users.read(users), Tls.read(certificate, key, null));
        door = HttpDoor.bind(any, access, 1 << 16, HttpDoor.MAX_CONNECTIONS, () -> 0);
        sluice = Sluice.builder()
                .directory(directory.resolve("data"))
                .executor(door.executor())
                .open();
        door.open(sluice);
        environment.put("SLUICE_SERVER", "https://127.0.0.1:" + door.address().getPort());
        environment.put("SLUICE_TLS_CA", certificate.toString());
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
