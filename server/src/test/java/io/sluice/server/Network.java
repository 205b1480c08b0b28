package io.sluice.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two machines with a cable between them, as far as the network goes: namespaces of Linux and a pair of virtual interfaces.
 * Their addresses are loopback ones, of a net that does not lie within the machine here, as a server without users listens on
 * no others.
 */
final class Network implements AutoCloseable {
    /** The address of the machine that the server is to run on. */
    static final String SERVER_ADDRESS = "127.5.0.1";

    private static final String CLIENT_ADDRESS = "127.5.0.2";
    private static final String INTERFACE = "cable0";

    private final String server = "sluice-server-" + ProcessHandle.current().pid();
    private final String client = "sluice-client-" + ProcessHandle.current().pid();

    /** Lays the cable. */
    Network() throws IOException {
        try {
            Programs.run("ip", "netns", "add", server);
            Programs.run("ip", "netns", "add", client);
            Programs.run(command(
                    "ip link add", INTERFACE, "netns", server, "type veth peer name", INTERFACE, "netns", client));
            bringUp(onServer(), SERVER_ADDRESS);
            bringUp(onClient(), CLIENT_ADDRESS);
        } catch (IOException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Skips a test where there can be none. */
    static void assumePossible() throws IOException {
        Programs.assume("ip", "sysctl");
        String name = "sluice-" + ProcessHandle.current().pid();
        assumeTrue(
                Programs.succeeds("ip", "netns", "add", name), "skipped: needs the right to make network namespaces");
        Programs.run("ip", "netns", "delete", name);
    }

    private static void bringUp(List<String> on, String address) throws IOException {
        run(on, "ip link set lo up");
        run(on, "ip address delete 127.0.0.1/8 dev lo");
        run(on, "sysctl -q net.ipv4.conf.all.route_localnet=1");
        run(on, "ip address add", address + "/24", "dev", INTERFACE);
        run(on, "ip link set", INTERFACE, "up");
    }

    /** Returns how a program is run on the server's machine. */
    List<String> onServer() {
        return List.of("ip", "netns", "exec", server);
    }

    /** Returns how a program is run on the client's machine. */
    List<String> onClient() {
        return List.of("ip", "netns", "exec", client);
    }

    /** Runs a program to its end, and returns what it said. */
    static String run(List<String> on, String... words) throws IOException {
        List<String> all = new ArrayList<>(on);
        all.addAll(List.of(command(words)));
        return Programs.run(all.toArray(String[]::new));
    }

    private static String[] command(String... words) {
        return String.join(" ", words).split(" ");
    }

    /** Cuts the cable: neither side hears anything of the other any more, not even that it has gone. */
    void cut() throws IOException {
        run(onClient(), "ip link set", INTERFACE, "down");
    }

    @Override
    public void close() throws IOException {
        Programs.succeeds("ip", "netns", "delete", server);
        Programs.succeeds("ip", "netns", "delete", client);
    }
}
