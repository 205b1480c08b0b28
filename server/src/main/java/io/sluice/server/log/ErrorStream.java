package io.sluice.server.log;

import java.io.OutputStream;

/** The process's error stream, whichever it is at the moment; it is flushed with each line and never closed. */
final class ErrorStream extends OutputStream {
    ErrorStream() {}

    @Override
    public void write(int value) {
        System.err.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        System.err.write(bytes, offset, length);
    }

    @Override
    public void flush() {
        System.err.flush();
    }
}
