package io.sluice.server.access;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Somebody with a certificate and its key, in files.
 *
 * @param certificate PEM.
 * @param key PEM.
 * @param bundle both.
 */
public record Identity(Path certificate, Path key, X509Bundle bundle) {
    /** Opens a trust store. */
    public static final char[] STORE_PASSWORD = "changeit".toCharArray();

    /** Writes what a client trusts that trusts this one alone. */
    public Path trustStore(Path directory) {
        Path file = directory.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("server", bundle.getCertificate());
            store.store(out, STORE_PASSWORD);
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes one that is valid now. */
    public static Identity in(Path directory, String name) {
        return in(
                directory,
                name,
                Instant.now().minus(Duration.ofDays(1)),
                Instant.now().plus(Duration.ofDays(1)));
    }

    /** Makes one that is valid for some time. */
    public static Identity in(Path directory, String name, Instant from, Instant to) {
        try {
            return in(directory, name, builder(name, from, to).buildSelfSigned());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes one whose certificate this one has signed, which is valid for some time. */
    public Identity signs(Path directory, String name, Instant from, Instant to) {
        try {
            return in(directory, name, builder(name, from, to).buildIssuedBy(bundle));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CertificateBuilder builder(String name, Instant from, Instant to) {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .setIsCertificateAuthority(true)
                .notBefore(from)
                .notAfter(to);
    }

    private static Identity in(Path directory, String name, X509Bundle bundle) throws IOException {
        return new Identity(
                Files.writeString(directory.resolve(name + ".pem"), bundle.getCertificatePEM()),
                Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM()),
                bundle);
    }

    /** Becomes another one in the same files. */
    public Identity replacedBy(Identity other) throws IOException {
        Files.copy(other.certificate, certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(other.key, key, StandardCopyOption.REPLACE_EXISTING);
        return new Identity(certificate, key, other.bundle);
    }

    /** Returns what a client needs that trusts this one alone, and that shows a certificate, or none for {@code null}. */
    public SSLContext trustedBy(Identity client) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys =
                    client == null ? null : client.bundle.toKeyManagerFactory().getKeyManagers();
            context.init(keys, new TrustManager[] {bundle.toTrustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
