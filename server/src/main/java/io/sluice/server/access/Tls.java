package io.sluice.server.access;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** TLS with the certificates of some files, by the JDK's own implementation. Any thread. */
public final class Tls {
    /** How long a handshake may take, seconds. */
    static final int HANDSHAKE_SECONDS = 10;

    private static final int THREADS = 2;
    private static final int IDLE_SECONDS = 30;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Path chain;
    private final Path key;
    private final Path clientAuthorities;
    private final Executor calculations = calculations();
    private volatile SslContext context;

    private Tls(Path chain, Path key, Path clientAuthorities) {
        this.chain = chain;
        this.key = key;
        this.clientAuthorities = clientAuthorities;
        this.context = context();
    }

    /**
     * Reads certificates and their key.
     *
     * @param chain PEM: the server's certificate, and behind it those that lead to its authority.
     * @param key PEM: the certificate's private key, PKCS#8 and not encrypted.
     * @param clientAuthorities PEM: who must have signed the certificate that every client has to show; {@code null} if none
     *     has to.
     * @return TLS with these.
     * @throws AccessFileException if one of them cannot be read or is something else, or a certificate has expired.
     */
    public static Tls read(Path chain, Path key, Path clientAuthorities) {
        return new Tls(chain, key, clientAuthorities);
    }

    /**
     * Reads the files anew, for connections made from then on.
     *
     * @throws AccessFileException as {@link #read} does; all stays as it was then.
     */
    public void reload() {
        context = context();
    }

    /**
     * Returns what has to come first in the pipeline of a connection that a client has made. What takes long is calculated
     * elsewhere than on the connection's thread.
     *
     * @param allocator where its buffers come from.
     * @return a handler for this connection alone.
     */
    public SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator, calculations);
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    private SslContext context() {
        X509Certificate[] certificates = PemFiles.certificates(chain);
        PrivateKey privateKey = PemFiles.key(key, certificates[0].getPublicKey());
        SslContextBuilder builder = SslContextBuilder.forServer(privateKey, certificates)
                .sslProvider(SslProvider.JDK)
                .protocols(PROTOCOLS);
        if (clientAuthorities != null) {
            builder.trustManager(PemFiles.certificates(clientAuthorities)).clientAuth(ClientAuth.REQUIRE);
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new AccessFileException("certificate file", chain, e.getMessage());
        }
    }

    private static Executor calculations() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Tls::thread);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sluice-tls");
        thread.setDaemon(true);
        return thread;
    }
}
