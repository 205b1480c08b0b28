package io.sluice.server.resp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The simplest client there can be. Answers are {@code Long}, {@code String} (errors with their minus sign), {@code null},
 * lists and, in RESP3, maps.
 */
final class RespClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 20_000;

    private final Socket socket;
    private final InputStream in;

    RespClient(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    RespClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(READ_TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static byte[] frame(String... words) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(ascii("*" + words.length + "\r\n"));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            frame.writeBytes(ascii("$" + bytes.length + "\r\n"));
            frame.writeBytes(bytes);
            frame.writeBytes(ascii("\r\n"));
        }
        return frame.toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Takes a map as RESP2 writes it, names and values in turn. */
    static Map<Object, Object> pairs(Object flat) {
        List<?> list = (List<?>) flat;
        Map<Object, Object> pairs = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i += 2) {
            pairs.put(list.get(i), list.get(i + 1));
        }
        return pairs;
    }

    Object call(String... words) throws IOException {
        send(frame(words));
        return answer();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Says that nothing more will be sent. */
    void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection without a farewell. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Tells whether something has come. */
    boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    Object answer() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> rest;
            case '-' -> line;
            case ':' -> Long.valueOf(rest);
            case '_' -> null;
            case '$' -> rest.equals("-1") ? null : bulk(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            case '%' -> map(Integer.parseInt(rest));
            default -> throw new IOException("no answer begins like " + line);
        };
    }

    /** Tells whether the server has closed its side. */
    boolean isOver() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    /** Waits until the server has closed its side. Tells whether it said anything before. */
    boolean answersBeforeItIsOver() throws IOException {
        try {
            return in.readAllBytes().length > 0;
        } catch (java.net.SocketException reset) {
            return false;
        }
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private List<Object> list(int length) throws IOException {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(answer());
        }
        return list;
    }

    private Map<Object, Object> map(int length) throws IOException {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            map.put(answer(), answer());
        }
        return map;
    }

    private String bulk(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length || !line().isEmpty()) {
            throw new EOFException("short bulk string");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int b = in.read();
        while (b >= 0 && b != '\r') {
            line.append((char) b);
            b = in.read();
        }
        if (b < 0 || in.read() != '\n') {
            throw new EOFException("the server closed the connection");
        }
        return line.toString();
    }
}
