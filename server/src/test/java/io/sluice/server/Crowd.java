package io.sluice.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Many connections of one thread, each of which sends its next command when the last one was answered. */
final class Crowd implements AutoCloseable {
    private static final int CONNECTS_AT_ONCE = 500;
    private static final long MAX_WAIT_NS = 120_000_000_000L;
    private static final long SELECT_MS = 1_000;

    private final Selector selector = Selector.open();
    private final ByteBuffer read = ByteBuffer.allocate(1 << 16);
    private final List<Member> members = new ArrayList<>();
    private int talking;
    private int closed;

    /** What a member has to say. */
    interface Talk {
        /** Returns the next command for the reply to the last one, {@code null} at first; returns {@code null} at the end. */
        Object[] next(Object reply);
    }

    private Crowd() throws IOException {}

    /** Connects some members, none of which says anything yet. */
    static Crowd connect(int port, int count) throws IOException {
        Crowd crowd = new Crowd();
        try {
            while (crowd.members.size() < count) {
                crowd.connectSome(port, Math.min(CONNECTS_AT_ONCE, count - crowd.members.size()));
            }
            return crowd;
        } catch (IOException | RuntimeException | Error e) {
            crowd.close();
            throw e;
        }
    }

    /** Connects some more, and waits until they were let in, so that no backlog overflows. */
    private void connectSome(int port, int count) throws IOException {
        int first = members.size();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Member member = new Member(channel);
            channel.register(selector, SelectionKey.OP_READ, member);
            members.add(member);
        }
        List<Member> latest = members.subList(first, first + count);
        begin(latest, i -> ping());
        finish();
    }

    /** Returns the talk of one that asks whether the server is there, and no more. */
    static Talk ping() {
        return once("PING");
    }

    /** Returns the talk of one that sends a single command. */
    static Talk once(Object... words) {
        return reply -> reply == null ? words : null;
    }

    /** Has every member begin to talk. */
    void begin(IntFunction<Talk> talks) throws IOException {
        begin(members, talks);
    }

    private void begin(List<Member> some, IntFunction<Talk> talks) throws IOException {
        for (int i = 0; i < some.size(); i++) {
            talking++;
            some.get(i).begin(talks.apply(i));
        }
    }

    /** Waits until all have said what they have to say, or were cut off; fails if they do not come to it. */
    void finish() throws IOException {
        long fromNs = System.nanoTime();
        while (talking > 0) {
            if (System.nanoTime() - fromNs > MAX_WAIT_NS) {
                throw new AssertionError(talking + " of " + members.size() + " are not answered");
            }
            selector.select(key -> ((Member) key.attachment()).hear(), SELECT_MS);
        }
    }

    /** Has every member talk to its end. */
    void talk(IntFunction<Talk> talks) throws IOException {
        begin(talks);
        finish();
    }

    /** Waits until the server has closed some connections. */
    void awaitClosed(int count) throws IOException {
        long fromNs = System.nanoTime();
        while (closed < count) {
            if (System.nanoTime() - fromNs > MAX_WAIT_NS) {
                throw new AssertionError("the server closed only " + closed);
            }
            selector.select(key -> ((Member) key.attachment()).hear(), SELECT_MS);
        }
    }

    /** Returns how many connections the server has closed. */
    int closed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        for (Member member : members) {
            member.channel.close();
        }
        selector.close();
    }

    /** One connection. */
    private final class Member {
        private final SocketChannel channel;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream(0);
        private Talk talk;

        Member(SocketChannel channel) {
            this.channel = channel;
        }

        void begin(Talk talk) throws IOException {
            this.talk = talk;
            say(null);
        }

        private void say(Object reply) throws IOException {
            Object[] words = talk.next(reply);
            if (words == null) {
                end();
            } else {
                ByteBuffer frame = ByteBuffer.wrap(RespClient.frame(words));
                while (frame.hasRemaining()) {
                    channel.write(frame);
                }
            }
        }

        void hear() {
            try {
                int length = channel.read(read.clear());
                if (length < 0) {
                    over();
                } else {
                    heard.write(read.array(), 0, length);
                    answerAll();
                }
            } catch (IOException reset) {
                over();
            }
        }

        private void answerAll() throws IOException {
            ByteArrayInputStream in = new ByteArrayInputStream(heard.toByteArray());
            try {
                while (in.available() > 0) {
                    in.mark(0);
                    Object reply = RespClient.read(in);
                    if (talk != null) {
                        say(reply);
                    }
                }
                heard.reset();
            } catch (EOFException partial) {
                in.reset();
                heard.reset();
                heard.writeBytes(in.readAllBytes());
            }
        }

        private void over() {
            closed++;
            channel.keyFor(selector).cancel();
            if (talk != null) {
                end();
            }
        }

        private void end() {
            talk = null;
            talking--;
        }
    }
}
