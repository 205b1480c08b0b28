package io.sluice.server.resp;

import io.sluice.EngineStatus;
import io.sluice.Host;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.Refusal;
import io.sluice.core.State;
import io.sluice.core.StateMachine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;

/** All there is between a client's bytes and the facts they lead to, for one client, on a clock that only waits move. */
final class FuzzedDoor implements Host, AutoCloseable {
    private static final Buffers BUFFERS = new Buffers(64 << 20, 1);
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final long MAX_LEAP_NS = 86_400_000_000_000L;
    private static final int MAX_LEAPS = 16;

    private final Connections connections = new Connections(1);
    private final RespReplies replies = new RespReplies(connections);
    private final State state = new State();
    private final StateMachine machine = new StateMachine(state, counted(state), replies);
    private final EmbeddedConnection channel = new EmbeddedConnection();
    private final Connection connection;
    private long nowNs = START_NS;
    private long facts;

    FuzzedDoor(int maxPayloadLength) {
        channel.config().setAllocator(BUFFERS.allocator());
        Desk desk = new Desk(this, connections, BUFFERS, maxPayloadLength);
        desk.open(machine, table(maxPayloadLength));
        connection = new Connection(connections.nextNumber(), channel, desk);
        connections.add(connection);
        channel.pipeline().addLast(connection);
    }

    private CommandTable table(int maxPayloadLength) {
        CommandTable table = new CommandTable();
        new TaskCommands(machine, maxPayloadLength).addTo(table);
        new QueueCommands(machine).addTo(table);
        new LimitCommands(machine, this).addTo(table);
        new ConnectionCommands(connections).addTo(table);
        new ServerCommands(this, connections, new Facts(new InetSocketAddress(0), maxPayloadLength)).addTo(table);
        new CommandCommands(table).addTo(table);
        return table;
    }

    /** Returns what counts the facts and lets them change the state. */
    private Events counted(State state) {
        return (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, values) -> {
                    facts++;
                    return apply(method, state, values);
                });
    }

    private static Object apply(Method method, State state, Object[] values) throws Throwable {
        try {
            return method.invoke(state, values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Takes bytes in, unless the connection is over, and lets the answers out. */
    void take(byte[] bytes, int from, int to) {
        if (channel.isOpen()) {
            channel.send(bytes, from, to);
            finishTurn();
        }
    }

    /** Lets time pass from one instant at which something is due to the next, as long as the client waits for an answer. */
    void waitForAnswers() {
        for (int i = 0; i < MAX_LEAPS && connection.isWaiting(); i++) {
            machine.released(nowNs);
            nowNs = Math.max(nowNs, Math.min(machine.nextDeadlineNs(), nowNs + MAX_LEAP_NS));
            machine.onTime(nowNs);
            finishTurn();
        }
    }

    private void finishTurn() {
        do {
            connections.flushAll();
        } while (connections.resumeAll() > 0);
        connections.throwFailure();
    }

    /** Returns what was let out since the last call. */
    String hear() {
        return channel.hear();
    }

    /** Returns how many facts there were so far. */
    long facts() {
        return facts;
    }

    /** Returns what all that was submitted takes up, bytes. */
    long taskBytes() {
        return state.taskBytes();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        connections.release();
        machine.close();
        state.close();
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void sync() {}

    @Override
    public void snapshot(long correlationId) {
        replies.done(correlationId);
    }

    @Override
    public void audit(long correlationId, String queue, long sinceNs) {
        replies.refused(correlationId, Refusal.NOLIMIT);
    }

    @Override
    public void stop() {}

    @Override
    public EngineStatus status() {
        return new EngineStatus(
                Durability.NONE,
                null,
                0,
                0,
                START_NS,
                state.queueCount(),
                state.limitCount(),
                state.taskCount(),
                0,
                0,
                state.taskBytes(),
                Long.MAX_VALUE);
    }
}
