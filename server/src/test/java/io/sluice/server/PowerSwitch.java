package io.sluice.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Cuts the power of a mounted ext4: nothing that was not forced reaches its device any more. It is a process that stands by,
 * as starting one takes longer than a server needs to say a lot, and as Java has no call for it. It cuts nothing but the root
 * of a mounted file system, lest a mount that failed takes the machine's own disk with it.
 */
final class PowerSwitch implements AutoCloseable {
    /** The call is EXT4_IOC_SHUTDOWN, its argument 2 that the log of the file system is not written out before. */
    private static final String PROGRAM = String.join(
            "\n",
            "import fcntl, os, struct, sys, time",
            "if not os.path.ismount(sys.argv[1]): sys.exit(sys.argv[1] + ' is not mounted')",
            "root = os.open(sys.argv[1], os.O_RDONLY)",
            "print('ready', flush=True)",
            "sys.stdin.readline()",
            "begun = time.monotonic_ns()",
            "fcntl.ioctl(root, 0x8004587d, struct.pack('I', 2))",
            "print(begun, time.monotonic_ns(), flush=True)");

    private final Process process;
    private final BufferedReader out;

    /**
     * When the power went.
     *
     * @param begunNs just before the call, on the clock of {@link System#nanoTime}.
     * @param doneNs just after it.
     */
    record Cut(long begunNs, long doneNs) {}

    private PowerSwitch(Process process) {
        this.process = process;
        out = process.inputReader();
    }

    /** Skips a test where there is none. */
    static void assumePossible() throws IOException {
        Volume.assumePossible();
        Programs.assume("python3");
    }

    /** Stands by a file system. */
    static PowerSwitch of(Path root) throws IOException {
        PowerSwitch it = new PowerSwitch(new ProcessBuilder("python3", "-c", PROGRAM, root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        it.read();
        return it;
    }

    /** Cuts the power, once. */
    Cut cut() throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            in.write('\n');
        }
        String[] instants = read().split(" ");
        process.waitFor();
        return new Cut(Long.parseLong(instants[0]), Long.parseLong(instants[1]));
    }

    private String read() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new AssertionError("the power switch does not work");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
