package io.sluice.server.access;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody who may come in. Any thread.
 *
 * <p>Passwords are hashed one after the other by a thread of its own, those that were right lately are not hashed again. Whoever
 * sends wrong ones has to wait longer from one to the next, and only so many attempts wait at a time.
 */
public final class Users {
    private static final Logger LOG = LoggerFactory.getLogger(Users.class);
    private static final long TELL_INTERVAL_NS = 1_000_000_000L;

    /** Attempts that wait for their turn at a time. */
    static final int MAX_PENDING = 256;
    /** Attempts from one address that wait for their turn at a time. */
    static final int MAX_PENDING_OF_ADDRESS = 16;

    private final Path file;
    private final Semaphore places = new Semaphore(MAX_PENDING);
    private final ScheduledExecutorService clerk = Executors.newSingleThreadScheduledExecutor(Users::thread);
    private final Failures failures = new Failures();
    private final Map<InetAddress, Integer> pending = new HashMap<>();
    private volatile Roster roster;
    private long toldNs = System.nanoTime() - TELL_INTERVAL_NS;
    private long untold;

    /** Somebody who says who they are. */
    private record Attempt(String name, byte[] password, InetAddress from, CompletableFuture<Authentication> answer) {}

    private Users(Path file, Roster roster) {
        this.file = file;
        this.roster = roster;
    }

    /**
     * Returns no users: everybody may do all, as {@link User#ANYBODY}.
     *
     * @return users of whom there are none.
     */
    public static Users none() {
        return new Users(null, null);
    }

    /**
     * Reads a file of users.
     *
     * @param file has a line for each: name, hash, permissions and patterns.
     * @return the users.
     * @throws AccessFileException if it cannot be read, or a line of it is wrong.
     */
    public static Users read(Path file) {
        return new Users(file, UsersFile.read(file));
    }

    /** Returns where they come from; {@code null} where there are none. */
    Path file() {
        return file;
    }

    /**
     * Tells whether anybody has to say who they are.
     *
     * @return whether there is a users file.
     */
    public boolean areThere() {
        return roster != null;
    }

    /**
     * Returns who somebody is who has not said so.
     *
     * @return a stranger, or anybody where there are no users.
     */
    public User newcomer() {
        return areThere() ? User.STRANGER : User.ANYBODY;
    }

    /**
     * Tells whether somebody may go on as who they are.
     *
     * @param user who was let in, or a newcomer.
     * @return whether that user is there as ever; after a {@link #reload} not if the line in the file is another.
     */
    public boolean have(User user) {
        return user == newcomer() || areThere() && roster.has(user);
    }

    /**
     * Reads the file anew, if there is one. Who is not in it any more, or differently, is no user from then on.
     *
     * @throws AccessFileException if something is wrong with it; all stays as it was then.
     */
    public synchronized void reload() {
        if (areThere()) {
            Roster next = UsersFile.read(file);
            next.keepUnchangedOf(roster);
            roster = next;
        }
    }

    /**
     * Finds out whether somebody is who they say.
     *
     * @param name who that is.
     * @param password the password; belongs to the users from then on.
     * @param from where they are.
     * @return what came of it: at once if that is known already, else on a thread of the users. It fails where hashing does,
     *     for one for lack of memory.
     */
    public CompletableFuture<Authentication> authenticate(String name, byte[] password, InetAddress from) {
        Roster users = roster;
        if (users == null) {
            boolean right = name.equals(User.DEFAULT_NAME);
            return CompletableFuture.completedFuture(
                    right ? Authentication.welcome(User.ANYBODY) : Authentication.WRONG);
        }
        User known = users.known(name, password, System.nanoTime());
        if (known != null) {
            return CompletableFuture.completedFuture(Authentication.welcome(known));
        }
        if (!places.tryAcquire()) {
            return CompletableFuture.completedFuture(Authentication.BUSY);
        }
        Attempt attempt = new Attempt(name, password, from, new CompletableFuture<>());
        clerk.execute(() -> admit(attempt));
        return attempt.answer;
    }

    private void admit(Attempt attempt) {
        attempt.answer.whenComplete((authentication, failure) -> forget(attempt));
        if (pending.merge(attempt.from, 1, Integer::sum) > MAX_PENDING_OF_ADDRESS) {
            attempt.answer.complete(Authentication.BUSY);
        } else {
            verifyInTime(attempt);
        }
    }

    private void verifyInTime(Attempt attempt) {
        long waitNs = failures.waitNs(attempt.from, System.nanoTime());
        if (waitNs > 0) {
            clerk.schedule(() -> verifyInTime(attempt), waitNs, TimeUnit.NANOSECONDS);
        } else {
            attempt.answer.completeAsync(() -> verify(attempt), Runnable::run);
        }
    }

    private Authentication verify(Attempt attempt) {
        User user = roster.verify(attempt.name, attempt.password, System.nanoTime());
        if (user == null) {
            failures.add(attempt.from, System.nanoTime());
            tell(attempt, System.nanoTime());
            return Authentication.WRONG;
        }
        return Authentication.welcome(user);
    }

    /** Says who failed, now and then: whoever guesses is not to fill the log. */
    private void tell(Attempt attempt, long nowNs) {
        if (nowNs - toldNs < TELL_INTERVAL_NS) {
            untold++;
            return;
        }
        LOG.warn(
                "No user has the name '{}' and that password, which came from {}; {} more since this was last said",
                attempt.name,
                attempt.from.getHostAddress(),
                untold);
        toldNs = nowNs;
        untold = 0;
    }

    private void forget(Attempt attempt) {
        Arrays.fill(attempt.password, (byte) 0);
        pending.computeIfPresent(attempt.from, (address, count) -> count == 1 ? null : count - 1);
        places.release();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sluice-users");
        thread.setDaemon(true);
        return thread;
    }
}
