import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.*;
import redis.clients.jedis.exceptions.*;

/** Sends the mails of the queue "email", one after the other, until SIGTERM. */
class Worker {
    static final RedisClient SLUICE = RedisClient.create(System.getenv().getOrDefault("SLUICE_URL", "redis://127.0.0.1:7584"));
    static volatile boolean stopping;

    public static void main(String[] args) {
        var work = CompletableFuture.runAsync(() -> {
            while (!stopping) ((List<?>) ask("CLAIM", "email", "WAIT", "5s")).forEach(lease -> work((List<?>) lease));
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> { stopping = true; work.join(); }));
        work.join();
    }

    static void work(List<?> lease) {
        String mail = new String((byte[]) lease.get(2));
        try { // send it here; the queue's settings say whether and when one that failed is tried again
            if (mail.contains("@")) ask("COMPLETE", lease.get(0), lease.get(1), "RESULT", "sent");
            else ask("FAIL", lease.get(0), lease.get(1), "ERROR", "no address in " + mail);
        } catch (JedisDataException refused) { // STALE: it took longer than the lease; somebody else has it now
            System.out.println(mail + ": " + refused.getMessage());
        }
    }

    static Object ask(String command, Object... words) {
        for (;; LockSupport.parkNanos(500_000_000)) {
            try {
                return SLUICE.executeCommand(new CommandArguments(command::getBytes).addObjects(words).blocking());
            } catch (JedisException lost) { // the pool connects anew, and to ask again does no harm
                if (stopping || lost instanceof JedisDataException && !lost.getMessage().startsWith("LOADING ")) throw lost;
            }
        }
    }
}
