package io.sluice.server.resp;

import io.sluice.server.access.User;
import org.agrona.AsciiSequenceView;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets commands through that their users may do, and refuses the others. Before a task is touched for somebody who does not reach
 * every queue, the engine is asked for the queue that it is in. The loop's thread only.
 */
final class Guard {
    /** The number under which the engine is asked for a task; no connection has it. */
    static final long QUESTION = 0;

    private final Desk desk;
    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);
    private final AsciiSequenceView name = new AsciiSequenceView();
    private User asking;
    private boolean reached;

    Guard(Desk desk) {
        this.desk = desk;
    }

    /** Reads a command. Returns what to run, {@code null} where the client has been told why not. */
    Command read(Arguments arguments, Connection connection, long nowNs) {
        User user = connection.client().user();
        Command command = find(arguments, connection);
        if (command == null) {
            return null;
        }
        if (!user.mayAny(command.allowed())) {
            deny(user, command, connection);
            return null;
        }
        boolean read = read(command, arguments, connection);
        return read && (!user.isConfined() || reaches(user, arguments, connection, nowNs)) ? command : null;
    }

    /** Takes in which queue a task is in that was asked for under {@link #QUESTION}. */
    void hear(DirectBuffer queue) {
        reached = asking.reaches(name.wrap(queue, 0, queue.capacity()));
    }

    private Command find(Arguments arguments, Connection connection) {
        try {
            return desk.table().find(arguments);
        } catch (IllegalArgumentException e) {
            if (connection.client().user() == User.STRANGER) {
                askWhoThatIs(connection);
            } else {
                connection.reply().error("ERR", e.getMessage());
            }
            return null;
        }
    }

    private static boolean read(Command command, Arguments arguments, Connection connection) {
        try {
            command.read(arguments);
            return true;
        } catch (IllegalArgumentException e) {
            connection.reply().error("ERR", e.getMessage());
            return false;
        }
    }

    private boolean reaches(User user, Arguments arguments, Connection connection, long nowNs) {
        for (int i = 0; i < arguments.nameCount(); i++) {
            int word = arguments.name(i);
            if (!user.reaches(name.wrap(arguments.buffer(), arguments.offset(word), arguments.length(word)))) {
                denyName(connection, "No permissions to access the queue or limit " + arguments.quoted(word));
                return false;
            }
        }
        if (arguments.task() != Arguments.NONE && !reachesTask(user, arguments, nowNs)) {
            denyName(connection, "No permissions to access the queue of this task");
            return false;
        }
        return true;
    }

    /** Tells whether a task is in a queue that a user reaches, or is not there, which the command itself will find out. */
    private boolean reachesTask(User user, Arguments arguments, long nowNs) {
        asking = user;
        reached = true;
        arguments.view(arguments.task(), id);
        desk.commands().task(nowNs, QUESTION, id);
        return reached;
    }

    private void deny(User user, Command command, Connection connection) {
        if (user == User.STRANGER) {
            askWhoThatIs(connection);
        } else {
            desk.connections().countDeniedCommand();
            String what = "User " + user.name() + " has no permissions to run the '" + command.wireName() + "' command";
            connection.reply().error("NOPERM", what);
        }
    }

    private void denyName(Connection connection, String what) {
        desk.connections().countDeniedName();
        connection.reply().error("NOPERM", what);
    }

    private static void askWhoThatIs(Connection connection) {
        connection.reply().error("NOAUTH", "Authentication required.");
    }
}
