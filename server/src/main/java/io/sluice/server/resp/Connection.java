package io.sluice.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.core.Refusal;
import io.sluice.server.resp.RespDecoder.Outcome;
import java.io.IOException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One client. Its bytes are cut into commands, which are done one after the other; a command whose answer is not there yet
 * holds back those behind it. Answers wait here until the flush.
 *
 * <p>All calls come from the engine's thread. Whatever closes the connection, the transport tells it in a later step of its
 * loop, so that a waiting command is never given up in the middle of another one.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    /** Answers that may wait for the client to read them before its next command is done, bytes. */
    static final int MAX_UNREAD_LENGTH = 1 << 20;
    /** How long more than that may wait before the client is cut off, nanoseconds. */
    static final long UNREAD_TIMEOUT_NS = 10_000_000_000L;
    /** Answers that may wait at all, besides one largest payload, bytes. */
    static final int MAX_OUTPUT_LENGTH = 8 << 20;
    /** How long a command may take to come, nanoseconds. */
    static final long COMMAND_TIMEOUT_NS = 30_000_000_000L;
    /** How long the client may take to close its side once the server has closed its own, nanoseconds. */
    static final long LINGER_TIMEOUT_NS = 3_000_000_000L;
    /** Bytes kept behind a command that waits before reading stops. */
    static final int MAX_HELD_INPUT_LENGTH = 64 << 10;

    /** How long the one connection too many may do nothing, nanoseconds. */
    static final long ADMINISTRATION_TIMEOUT_NS = 10_000_000_000L;

    /** What is said to a client for which there is no place. */
    static final String TOO_MANY = "max number of clients reached";

    private static final long NEVER = Long.MIN_VALUE;

    private final long number;
    private final DuplexChannel channel;
    private final Desk desk;
    private final Connections connections;
    private final Client client;
    private final Inbox inbox;
    private final Outbox outbox;
    private final RespDecoder decoder;
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private boolean resp3;
    private boolean silent;
    private boolean skipping;
    private boolean muted;
    private boolean answered;
    private boolean waiting;
    private boolean stalled;
    private boolean toBeFlushed;
    private boolean toBeResumed;
    private boolean watched;
    private boolean peerDone;
    private boolean closing;
    private long partialSinceNs = NEVER;
    private long unreadSinceNs = NEVER;
    private long closingSinceNs = NEVER;

    Connection(long number, DuplexChannel channel, Desk desk) {
        this.number = number;
        this.channel = channel;
        this.desk = desk;
        this.connections = desk.connections();
        this.client = new Client(number, channel, desk.host().nowNs());
        this.inbox = new Inbox(channel);
        this.outbox = new Outbox(channel);
        this.decoder = new RespDecoder(desk.maxPayloadLength());
    }

    /** Returns the number that is the correlation id of all its commands. */
    long number() {
        return number;
    }

    /** Returns what is known of who is at the other end. */
    Client client() {
        return client;
    }

    /** Tells whether a command waits for its answer. */
    boolean isWaiting() {
        return waiting;
    }

    /** Tells whether answers were let out that the client has not made room for. */
    boolean hasUnread() {
        return channel.isOpen() && outbox.unreadLength() > 0;
    }

    /** Returns a line about the connection, without the line's end. */
    String line(long nowNs) {
        return client.line(nowNs, waiting, resp3);
    }

    boolean isResp3() {
        return resp3;
    }

    /** Says whether answers are written in RESP3. */
    void resp3(boolean resp3) {
        this.resp3 = resp3;
    }

    /** Says that from the next command on no answers are wanted, or that they are again, from this one on. */
    void silent(boolean silent) {
        this.silent = silent;
        muted &= silent;
        answered = true;
    }

    /** Says that neither this command nor the next one is to be answered. */
    void skipNextReply() {
        skipping = true;
        answered = true;
    }

    /** Says that the command is not to be answered. */
    void leaveUnanswered() {
        answered = true;
    }

    /** Returns a writer for the answer, or for the next part of it. */
    RespWriter reply() {
        answered = true;
        if (waiting) {
            waiting = false;
            resumeSoon();
        }
        if (muted) {
            return connections.discard();
        }
        flushSoon();
        return connections.write(outbox.buffer(), resp3);
    }

    /** Answers with a refusal. */
    void refuse(Refusal refusal) {
        reply().error(refusal.code(), refusal.text());
    }

    /** Lets no more commands in, and closes once all answers are out. */
    void finish() {
        closing = true;
        flushSoon();
    }

    /** Closes at once, whatever is not out yet. */
    void cut() {
        closing = true;
        channel.close();
    }

    /** Goes on with commands that were held back. */
    void resume() {
        toBeResumed = false;
        serve();
    }

    /** Lets out all answers. */
    void flush() {
        toBeFlushed = false;
        if (!channel.isOpen()) {
            outbox.release();
        } else if (holdsTooMuchOutput()) {
            cut();
        } else {
            connections.totals().countSent(outbox.heldLength());
            outbox.flush();
            resumeIfStalled();
            closeIfFinished();
        }
    }

    /** Cuts the connection if a deadline has passed. Returns whether there still is one to be watched. */
    boolean check(long nowNs) {
        if (isOver(partialSinceNs, COMMAND_TIMEOUT_NS, nowNs)
                || isOver(unreadSinceNs, UNREAD_TIMEOUT_NS, nowNs)
                || isOver(closingSinceNs, LINGER_TIMEOUT_NS, nowNs)
                || isOneTooMany() && !waiting && isOver(client.lastNs(), ADMINISTRATION_TIMEOUT_NS, nowNs)) {
            cut();
        }
        watched = channel.isOpen() && isToBeWatched();
        return watched;
    }

    private boolean isToBeWatched() {
        return partialSinceNs != NEVER || unreadSinceNs != NEVER || closingSinceNs != NEVER || isOneTooMany();
    }

    /** Has the deadlines looked at from now on. */
    void watch() {
        if (!watched) {
            watched = true;
            connections.watch(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        connections.totals().countReceived(bytes.readableBytes());
        if (closing) {
            bytes.release();
        } else {
            inbox.add(bytes);
            serve();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            unreadSinceNs = NEVER;
            resumeIfStalled();
        } else {
            unreadSinceNs = desk.host().nowNs();
            watch();
        }
        readIfRoom();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            peerDone = true;
            if (closingSinceNs != NEVER && outbox.unreadLength() == 0) {
                cut();
            } else if (!stalled) {
                giveUpWaiting();
                finish();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        giveUpWaiting();
        connections.remove(this);
        inbox.release();
        outbox.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            cut();
        } else {
            connections.fail(cause);
        }
    }

    private void serve() {
        if (mayServe()) {
            long nowNs = desk.host().nowNs();
            inbox.view(view);
            int start = 0;
            Outcome outcome = Outcome.COMMAND;
            while (outcome == Outcome.COMMAND && mayServe()) {
                outcome = decoder.decode(view, start, view.capacity());
                if (outcome == Outcome.COMMAND) {
                    start += decoder.length();
                    handle(decoder.arguments(), nowNs);
                }
            }
            inbox.consume(start);
            watchPartial(outcome == Outcome.INCOMPLETE && inbox.length() > 0, start > 0, nowNs);
            endTurn(outcome);
        }
        if (desk.buffers().areTooScarceFor(inbox.length())) {
            cut();
        }
        readIfRoom();
    }

    private void endTurn(Outcome outcome) {
        stalled = !closing && !waiting && outcome == Outcome.COMMAND;
        if (outcome == Outcome.BROKEN) {
            muted = false;
            reply().error("ERR", "Protocol error: " + decoder.error());
            finish();
        } else if (peerDone && !stalled) {
            giveUpWaiting();
            finish();
        }
    }

    private void handle(Arguments arguments, long nowNs) {
        if (arguments.count() == 0) {
            return;
        }
        muted = silent || skipping;
        skipping = false;
        answered = false;
        connections.totals().countCommand();
        Command command = read(arguments);
        if (command != null && isOneTooMany() && !command.isAdministrative()) {
            reply().error("ERR", TOO_MANY);
            finish();
        } else if (command != null) {
            client.did(command, nowNs);
            command.run(this, nowNs);
            waiting = !answered;
        }
    }

    private boolean isOneTooMany() {
        return connections.isOneTooMany(this);
    }

    private Command read(Arguments arguments) {
        try {
            return desk.table().read(arguments);
        } catch (IllegalArgumentException e) {
            reply().error("ERR", e.getMessage());
            return null;
        }
    }

    private boolean mayServe() {
        return !waiting
                && !closing
                && outbox.heldLength() <= MAX_UNREAD_LENGTH
                && channel.isWritable()
                && connections.areServed();
    }

    private boolean holdsTooMuchOutput() {
        long length = outbox.heldLength() + outbox.unreadLength();
        return length > MAX_OUTPUT_LENGTH + desk.maxPayloadLength()
                || desk.buffers().areTooScarceFor(outbox.unreadLength());
    }

    private void giveUpWaiting() {
        if (waiting && connections.areServed()) {
            waiting = false;
            desk.commands().abandon(desk.host().nowNs(), number);
        }
    }

    private void readIfRoom() {
        boolean wanted = closing || channel.isWritable() && (mayServe() || inbox.length() < MAX_HELD_INPUT_LENGTH);
        if (channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    private void resumeIfStalled() {
        if (stalled && channel.isWritable()) {
            resumeSoon();
        }
    }

    private void resumeSoon() {
        if (!toBeResumed) {
            toBeResumed = true;
            connections.resume(this);
        }
    }

    private void flushSoon() {
        if (!toBeFlushed) {
            toBeFlushed = true;
            connections.answered(this);
        }
    }

    private void closeIfFinished() {
        if (closing && closingSinceNs == NEVER) {
            closingSinceNs = desk.host().nowNs();
            watch();
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> closeOutput());
            readIfRoom();
        }
    }

    private void closeOutput() {
        if (peerDone) {
            channel.close();
        } else {
            channel.shutdownOutput();
        }
    }

    private void watchPartial(boolean partial, boolean anew, long nowNs) {
        if (!partial) {
            partialSinceNs = NEVER;
        } else if (anew || partialSinceNs == NEVER) {
            partialSinceNs = nowNs;
            watch();
        }
    }

    private static boolean isOver(long sinceNs, long timeoutNs, long nowNs) {
        return sinceNs != NEVER && nowNs - sinceNs >= timeoutNs;
    }
}
