package io.sluice.server;

import io.sluice.server.access.Access;
import io.sluice.server.access.AccessFileException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the signal SIGHUP is for: the files of users and certificates are read anew. */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);
    private static final String SIGNAL = "HUP";

    private Hangup() {}

    /** Has the files read anew whenever the signal comes; the one of them that is wrong then stays as it was. */
    static void rereads(Access access, Runnable afterwards) {
        if (access.users().areThere() || access.tls() != null) {
            handle(() -> {
                if (access.users().areThere()) {
                    reread("users", access.users()::reload);
                }
                if (access.tls() != null) {
                    reread("certificates", access.tls()::reload);
                }
                afterwards.run();
            });
        }
    }

    private static void reread(String what, Runnable reload) {
        try {
            reload.run();
            LOG.info("The {} were read anew", what);
        } catch (AccessFileException e) {
            LOG.error("The {} stay as they were: {}", what, e.getMessage());
        }
    }

    /** Java has no other way to hear signals. By reflection, as the compiler warns of its use and cannot be told not to. */
    private static void handle(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        task.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(SIGNAL), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn("This machine has no signal {}: a restart is needed to read files anew", SIGNAL, e);
        }
    }
}
