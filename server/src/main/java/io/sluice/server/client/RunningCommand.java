package io.sluice.server.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A command that runs for a task: gets the payload on its input, and is listened to. */
final class RunningCommand {
    /** The longest output that is kept, bytes: no result is longer. */
    static final int MAX_OUTPUT_LENGTH = 8 << 20;
    /** So much of what was said last on the error stream is the reason of a failure, bytes. */
    static final int MAX_REASON_LENGTH = 900;

    private static final int CHUNK = 8_192;
    private static final long GRACE_MS = 5_000;

    private final Process process;
    private final Thread errors;
    private final Thread output;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private volatile byte[] lastErrors = {};
    private volatile boolean tooLong;

    /** Begins to talk with a command that was started; its errors also go to ours. */
    RunningCommand(Process process, byte[] payload, boolean keepsOutput) {
        this.process = process;
        start(() -> write(payload));
        errors = start(() -> listen(process.getErrorStream(), this::hearError));
        output = start(keepsOutput ? () -> listen(process.getInputStream(), this::hearOutput) : () -> {});
    }

    /** Waits for the end and returns the exit status. */
    int await() throws InterruptedException {
        int status = process.waitFor();
        // What the command has left running may hold its streams open for ever.
        errors.join(GRACE_MS);
        output.join(GRACE_MS);
        return status;
    }

    /** Ends the command and all that it has started. */
    void end() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().orTimeout(GRACE_MS, TimeUnit.MILLISECONDS).exceptionally(late -> process.destroyForcibly());
    }

    /** Returns what it wrote, once it has ended. */
    byte[] output() {
        synchronized (kept) {
            return kept.toByteArray();
        }
    }

    /** Tells whether it wrote more than any result may be. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Returns why it failed, in a few words. */
    String reason(int status) {
        if (tooLong) {
            return "the output is longer than " + MAX_OUTPUT_LENGTH + " bytes";
        }
        String said = new String(lastErrors, StandardCharsets.UTF_8).strip();
        return "exit status " + status + (said.isEmpty() ? "" : ": " + said);
    }

    private void write(byte[] payload) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(payload);
        } catch (IOException e) {
            // A command need not read what it is given.
        }
    }

    private void hearError(byte[] chunk, int length) {
        System.err.write(chunk, 0, length);
        System.err.flush();
        byte[] all = Arrays.copyOf(lastErrors, lastErrors.length + length);
        System.arraycopy(chunk, 0, all, lastErrors.length, length);
        lastErrors = Arrays.copyOfRange(all, Math.max(0, all.length - MAX_REASON_LENGTH), all.length);
    }

    private void hearOutput(byte[] chunk, int length) {
        synchronized (kept) {
            tooLong |= kept.size() + length > MAX_OUTPUT_LENGTH;
            kept.write(chunk, 0, tooLong ? 0 : length);
        }
    }

    private static void listen(InputStream from, Ear ear) {
        byte[] chunk = new byte[CHUNK];
        try (from) {
            for (int length = from.read(chunk); length >= 0; length = from.read(chunk)) {
                ear.hear(chunk, length);
            }
        } catch (IOException e) {
            // It ended while it was listened to.
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "sluice-command");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Takes what a command says. */
    private interface Ear {
        void hear(byte[] chunk, int length);
    }
}
