package io.sluice.bench.compare;

import io.sluice.core.Rate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A table of tasks. The driver asks one thing at a time and waits for the answer, so each connection has a thread, and what else
 * a connection is asked for waits there.
 */
final class PostgresQueue implements Queue {
    private static final String TABLES = """
            CREATE TABLE tasks (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                id text NOT NULL UNIQUE,
                payload text NOT NULL,
                owner text,
                deadline timestamptz);
            CREATE INDEX queued ON tasks (number) WHERE owner IS NULL;
            CREATE TABLE starts (at timestamptz NOT NULL);
            CREATE INDEX starts_at ON starts (at)
            """;
    private static final String SUBMIT = "INSERT INTO tasks (id, payload) VALUES (?, ?)";
    private static final String CLAIM = """
            UPDATE tasks SET owner = ?, deadline = now() + interval '30 s' WHERE number = (
                SELECT number FROM tasks WHERE owner IS NULL ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, payload, 0
            """;
    /** Counts the starts of the last window, and starts a task if they are few enough: read, then write. */
    private static final String CLAIM_COUNTED = """
            WITH instant AS MATERIALIZED (SELECT clock_timestamp() AS at),
            recent AS MATERIALIZED (
                SELECT count(*) AS starts FROM starts
                WHERE at > (SELECT at FROM instant) - ? * interval '1 us'),
            next AS MATERIALIZED (
                SELECT number FROM tasks WHERE owner IS NULL AND (SELECT starts FROM recent) < ?
                ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED),
            started AS (
                UPDATE tasks SET owner = ?, deadline = now() + interval '30 s'
                WHERE number = (SELECT number FROM next) RETURNING id, payload),
            written AS (
                INSERT INTO starts SELECT (SELECT at FROM instant) FROM started RETURNING at)
            SELECT id, payload, (extract(epoch FROM at) * 1000000)::bigint FROM started, written
            """;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(1)";
    private static final String COMPLETE = "DELETE FROM tasks WHERE id = ? AND owner = ?";

    private final List<Worker> workers = new ArrayList<>();
    private final Claim way;
    private final Rate limit;

    /** How a task is claimed. */
    enum Claim {
        /** Under no limit. */
        OPEN,
        /** If a count allows it, while others count too. */
        COUNTED,
        /** If a count allows it, one after the other. */
        LOCKED
    }

    /** Connects, and makes the tables. */
    PostgresQueue(int port, int count, Claim way, Rate limit) throws SQLException {
        this.way = way;
        this.limit = limit;
        for (int i = 0; i < count; i++) {
            workers.add(new Worker(port, i));
        }
        try (Statement statement = workers.get(0).connection.createStatement()) {
            statement.execute(TABLES);
        }
    }

    @Override
    public CompletionStage<?> submit(int connection, String id, String payload) {
        Worker worker = workers.get(connection);
        return worker.ask(() -> worker.change(SUBMIT, id, payload));
    }

    @Override
    public CompletionStage<Claimed> claim(int connection) {
        Worker worker = workers.get(connection);
        return worker.ask(() -> way == Claim.LOCKED ? worker.claimLocked() : worker.claim());
    }

    @Override
    public CompletionStage<?> complete(int connection, Claimed claimed) {
        Worker worker = workers.get(connection);
        return worker.ask(() -> worker.change(COMPLETE, (String) claimed.handle(), worker.name));
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }

    /** A connection and its thread. */
    private final class Worker {
        private final Connection connection;
        private final String name;
        private final ExecutorService thread;

        Worker(int port, int number) throws SQLException {
            Properties properties = new Properties();
            properties.setProperty("user", PostgresProgram.OWNER);
            properties.setProperty("sslmode", "disable");
            connection = DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", properties);
            name = "worker-" + number;
            thread = Executors.newSingleThreadExecutor(task -> {
                Thread made = new Thread(task, "postgres-" + number);
                made.setDaemon(true);
                return made;
            });
        }

        <T> CompletionStage<T> ask(Callable<T> what) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return what.call();
                        } catch (Exception e) {
                            throw new CompletionException(e);
                        }
                    },
                    thread);
        }

        Integer change(String sql, String one, String other) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, one);
                statement.setString(2, other);
                int changed = statement.executeUpdate();
                if (changed != 1) {
                    throw new IllegalStateException(changed + " rows changed instead of 1 by " + sql);
                }
                return changed;
            }
        }

        Claimed claim() throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(way == Claim.OPEN ? CLAIM : CLAIM_COUNTED)) {
                if (way == Claim.OPEN) {
                    statement.setString(1, name);
                } else {
                    statement.setLong(1, limit.windowNs() / 1_000);
                    statement.setInt(2, limit.starts());
                    statement.setString(3, name);
                }
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? new Claimed(row.getString(2), row.getString(1), row.getLong(3)) : null;
                }
            }
        }

        Claimed claimLocked() throws SQLException {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(LOCK);
                Claimed claimed = claim();
                connection.commit();
                return claimed;
            } finally {
                connection.setAutoCommit(true);
            }
        }

        void close() {
            thread.shutdownNow();
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
