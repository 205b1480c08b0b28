package io.sluice.server.client;

import io.sluice.server.access.AccessFileException;
import io.sluice.server.access.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom a client trusts over TLS, and what it shows of itself. */
final class ClientTls {
    private static final char[] NO_PASSWORD = {};

    private ClientTls() {}

    /**
     * Returns a context with the certificates of some PEM files.
     *
     * @param authorities whom to trust and nobody else; {@code null} for those whom the JVM trusts.
     * @param chain the client's certificate, and behind it those that lead to its authority; {@code null} to show none.
     * @param key the certificate's key.
     * @throws AccessFileException if a file cannot be read or is something else.
     */
    static SSLContext context(Path authorities, Path chain, Path key) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    chain == null ? null : shown(chain, key), authorities == null ? null : trusted(authorities), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] shown(Path chain, Path key) throws GeneralSecurityException, IOException {
        X509Certificate[] certificates = PemFiles.certificates(chain);
        PrivateKey privateKey = PemFiles.key(key, certificates[0].getPublicKey());
        KeyStore store = store();
        store.setKeyEntry("client", privateKey, NO_PASSWORD, certificates);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trusted(Path authorities) throws GeneralSecurityException, IOException {
        KeyStore store = store();
        for (X509Certificate authority : PemFiles.certificates(authorities)) {
            store.setCertificateEntry("ca-" + store.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
