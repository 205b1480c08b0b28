package io.sluice.server.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not as they should be. What works is tested through the door. */
class TlsTest {
    private static final Instant NOW = Instant.now();
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private Identity good;

    @BeforeEach
    void make() {
        good = Identity.in(directory, "good");
    }

    @Test
    void shouldRefuseACertificateThatHasExpired() {
        Identity old = Identity.in(directory, "old", NOW.minus(DAY.multipliedBy(2)), NOW.minus(DAY));

        assertRefused(
                old.certificate(), old.key(), null, old.certificate() + ": the certificate of CN=old has expired");
    }

    @Test
    void shouldRefuseACertificateThatIsNotValidYet() {
        Identity young = Identity.in(directory, "young", NOW.plus(DAY), NOW.plus(DAY.multipliedBy(2)));

        assertRefused(young.certificate(), young.key(), null, "the certificate of CN=young is not valid before ");
    }

    @Test
    void shouldRefuseTheKeyOfAnother() {
        Identity other = Identity.in(directory, "other");

        assertRefused(good.certificate(), other.key(), null, other.key() + ": expected the key of the certificate");
    }

    @Test
    void shouldRefuseAKeyOfAnotherKind() throws Exception {
        byte[] key = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path rsa = Files.writeString(
                directory.resolve("rsa.key"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");

        assertRefused(good.certificate(), rsa, null, rsa + ": expected a PKCS#8 key");
    }

    @Test
    void shouldRefuseWhatIsNeitherCertificateNorKey() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty"), "");
        Path nonsense = Files.writeString(directory.resolve("nonsense"), "-----BEGIN CERTIFICATE-----\nx\n");
        Path nowhere = directory.resolve("nowhere");

        assertRefused(empty, good.key(), null, "expected a certificate");
        assertRefused(nonsense, good.key(), null, "expected certificates");
        assertRefused(nowhere, good.key(), null, nowhere + ": there is no such file");
        assertRefused(good.certificate(), empty, null, "expected a PKCS#8 key that is not encrypted");
        assertRefused(good.certificate(), good.certificate(), null, "expected a PKCS#8 key that is not encrypted");
        assertRefused(good.certificate(), good.key(), empty, empty + ": expected a certificate");
    }

    @Test
    void shouldNotWaitLongerForAHandshake() {
        EmbeddedChannel silent = new EmbeddedChannel();
        silent.freezeTime();
        silent.pipeline().addLast(Tls.read(good.certificate(), good.key(), null).newHandler(silent.alloc()));
        silent.advanceTimeBy(Tls.HANDSHAKE_SECONDS * 1_000 - 1, TimeUnit.MILLISECONDS);
        silent.runScheduledPendingTasks();
        assertTrue(silent.isOpen());

        silent.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        silent.runScheduledPendingTasks();

        assertFalse(silent.isOpen());
        silent.finishAndReleaseAll();
    }

    @Test
    void shouldStayAsItWasWhereTheNewFilesAreWrong() throws Exception {
        Tls tls = Tls.read(good.certificate(), good.key(), null);
        Files.writeString(good.key(), "");

        assertThrows(AccessFileException.class, tls::reload);

        assertTrue(tls.newHandler(io.netty.buffer.ByteBufAllocator.DEFAULT)
                        .engine()
                        .getSupportedProtocols()
                        .length
                > 0);
    }

    private static void assertRefused(Path certificate, Path key, Path authorities, String expected) {
        AccessFileException refused =
                assertThrows(AccessFileException.class, () -> Tls.read(certificate, key, authorities));

        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }
}
