import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.*;
import redis.clients.jedis.exceptions.*;

/** Has a mail sent to each address, once however often this is run, and says what became of it. */
class Submitter {
    static final RedisClient SLUICE = RedisClient.create(System.getenv().getOrDefault("SLUICE_URL", "redis://127.0.0.1:7584"));

    public static void main(String[] mails) {
        for (String mail : mails) { // the id makes it the same task, also when it is asked again
            ask(BuilderFactory.STRING, "SUBMIT", "email", mail, "ID", "welcome:" + mail);
        }
        for (String mail : mails) {
            var task = ask(BuilderFactory.ENCODED_OBJECT_MAP, "AWAIT", "welcome:" + mail, "60s");
            System.out.println(mail + " " + (task == null ? "not done yet" : task.get("state") + " " + task.get("error")));
        }
        SLUICE.close();
    }

    static <T> T ask(Builder<T> answer, String command, Object... words) {
        for (;; LockSupport.parkNanos(500_000_000)) {
            try {
                var arguments = new CommandArguments(command::getBytes).addObjects(words).blocking();
                return SLUICE.executeCommand(new CommandObject<>(arguments, answer));
            } catch (JedisException lost) { // the pool connects anew
                if (lost instanceof JedisDataException && !lost.getMessage().startsWith("LOADING ")) throw lost;
            }
        }
    }
}
