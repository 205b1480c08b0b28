package io.sluice.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A blocking client of RESP2 for tests, which shares no code with the server. Replies are {@link String} for simple and
 * bulk strings, byte for char; {@link Long}; {@link List}; {@link Refused} for errors; and {@code null}. One thread only.
 */
final class RespClient implements AutoCloseable {
    private static final int MAX_WAIT_MS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An error reply. */
    record Refused(String text) {
        /** Returns the stable first word. */
        String code() {
            return text.split(" ", 2)[0];
        }
    }

    private RespClient(Socket socket) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    static RespClient connect(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MAX_WAIT_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(MAX_WAIT_MS);
            return new RespClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends one command and reads its reply. */
    Object call(Object... words) throws IOException {
        write(words);
        flush();
        return read();
    }

    /** Sends one command whose reply must be a map, and reads it; {@code null} for none. */
    Map<String, Object> map(Object... words) throws IOException {
        return asMap(call(words));
    }

    /** Puts a command into the next {@link #flush}. */
    void write(Object... words) {
        out.writeBytes(frame(words));
    }

    /** Returns a command as it is sent. */
    static byte[] frame(Object... words) {
        StringBuilder frame = new StringBuilder("*" + words.length + "\r\n");
        for (Object word : words) {
            String text = word.toString();
            frame.append('$').append(text.length()).append("\r\n").append(text).append("\r\n");
        }
        return frame.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends what was written. */
    void flush() throws IOException {
        out.writeTo(socket.getOutputStream());
        out.reset();
    }

    /** Reads the next reply. */
    Object read() throws IOException {
        return read(in);
    }

    /** Reads a reply; throws {@link EOFException} if there is only part of one, or none. */
    static Object read(InputStream in) throws IOException {
        String line = readLine(in);
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> new Refused(rest);
            case ':' -> Long.valueOf(rest);
            case '$' -> bulk(in, Integer.parseInt(rest));
            case '*' -> array(in, Integer.parseInt(rest));
            default -> throw new IOException("not a reply: " + line);
        };
    }

    /** Takes an array of names and values as a map. */
    static Map<String, Object> asMap(Object reply) {
        if (reply == null) {
            return null;
        }
        if (!(reply instanceof List<?> words)) {
            throw new AssertionError("not a map: " + reply);
        }
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            map.put((String) words.get(i), words.get(i + 1));
        }
        return map;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String bulk(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("the connection ended within a reply");
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static List<Object> array(InputStream in, int length) throws IOException {
        if (length < 0) {
            return null;
        }
        List<Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(read(in));
        }
        return elements;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection ended");
            }
            line.append((char) b);
        }
        int lineFeed = in.read();
        if (lineFeed < 0) {
            throw new EOFException("the connection ended");
        }
        if (lineFeed != '\n' || line.isEmpty()) {
            throw new IOException("not a reply: " + line);
        }
        return line.toString();
    }
}
