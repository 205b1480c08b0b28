package io.sluice.server.resp;

import io.netty.channel.Channel;
import io.sluice.server.access.User;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.regex.Pattern;

/** Who is at the other end of a connection, as far as it has said. */
final class Client {
    /** Length of a name that a client gives itself, its library or its version, bytes. */
    static final int MAX_NAME_LENGTH = 128;

    private static final Pattern NAME = Pattern.compile("[!-~]{0," + MAX_NAME_LENGTH + "}");
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final long number;
    private final Channel channel;
    private final long createdNs;
    private long lastNs;
    private Command lastCommand;
    private User user;
    private String name = "";
    private String library = "";
    private String libraryVersion = "";

    Client(long number, Channel channel, User user, long nowNs) {
        this.user = user;
        this.number = number;
        this.channel = channel;
        this.createdNs = nowNs;
        this.lastNs = nowNs;
    }

    /** Returns who it is. */
    User user() {
        return user;
    }

    /** Remembers who it is. */
    void user(User user) {
        this.user = user;
    }

    /** Remembers what was done last. */
    void did(Command command, long nowNs) {
        lastCommand = command;
        lastNs = nowNs;
    }

    /** Returns when it did something last, or when it came. */
    long lastNs() {
        return lastNs;
    }

    String name() {
        return name;
    }

    void name(String name) {
        this.name = name;
    }

    void library(String library) {
        this.library = library;
    }

    void libraryVersion(String libraryVersion) {
        this.libraryVersion = libraryVersion;
    }

    /** Forgets what the client has said of itself. */
    void reset() {
        name = "";
        library = "";
        libraryVersion = "";
    }

    /** Returns where the client is: address and port. */
    String address() {
        return text(channel.remoteAddress());
    }

    /** Returns the machine that the client is on. */
    InetAddress machine() {
        return channel.remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** Returns the address the client connected to. */
    String localAddress() {
        return text(channel.localAddress());
    }

    /** Returns one line about it, without the line's end. */
    String line(long nowNs, boolean waiting, boolean resp3) {
        return "id=" + number + " addr=" + address() + " laddr=" + localAddress() + " name=" + name + " age="
                + (nowNs - createdNs) / NS_PER_SECOND + " idle=" + (nowNs - lastNs) / NS_PER_SECOND + " flags="
                + (waiting ? "b" : "N") + " db=0 cmd=" + (lastCommand == null ? "NULL" : lastCommand.wireName())
                + " user=" + user.name() + " resp=" + (resp3 ? 3 : 2) + " lib-name=" + library + " lib-ver="
                + libraryVersion;
    }

    /** Returns a name that can stand in a list; throws {@link IllegalArgumentException} if it could not. */
    static String checked(String what, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " is up to " + MAX_NAME_LENGTH + " characters without spaces or control characters");
        }
        return value;
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : "?";
    }
}
