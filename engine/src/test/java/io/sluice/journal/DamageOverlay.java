package io.sluice.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.TreeMap;

/** Files in memory, to be read only, with damage to one of them that is laid over it and taken away again. */
final class DamageOverlay implements Disk {
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private String damaged = "";
    private int length;
    private int from;
    private byte[] patch = {};

    /** Copies what there is on another disk. */
    DamageOverlay(Disk source, String... directories) throws IOException {
        for (String directory : directories) {
            String prefix = directory.isEmpty() ? "" : directory + "/";
            for (String name : source.list(directory)) {
                if (!JournalFiles.isGeneration(name)) {
                    files.put(prefix + name, read(source, prefix + name));
                }
            }
        }
    }

    private static byte[] read(Disk disk, String name) throws IOException {
        try (Content content = disk.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) content.length());
            while (bytes.hasRemaining() && content.read(bytes, bytes.position()) >= 0) {
                continue;
            }
            return bytes.array();
        }
    }

    /** Returns the content of a file as it was copied. */
    byte[] content(String name) {
        return files.get(name);
    }

    /** Lets a file have another content for good. */
    void put(String name, byte[] content) {
        files.put(name, content);
    }

    /** Lets a file be of a length and have other bytes somewhere, until the next call of this. */
    void damage(String name, int length, int from, byte[] patch) {
        damaged = name;
        this.length = length;
        this.from = from;
        this.patch = patch;
    }

    @Override
    public String path() {
        return "overlay";
    }

    @Override
    public String mount() {
        return "";
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return files.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).replaceFirst("/.*", ""))
                .distinct()
                .toList();
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public Content open(String name) throws IOException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new NoSuchFileException(name);
        }
        return name.equals(damaged)
                ? new View(bytes, length, from, patch)
                : new View(bytes, bytes.length, 0, new byte[0]);
    }

    /** A file with another piece laid over it. */
    private record View(byte[] bytes, int size, int from, byte[] patch) implements Content {
        @Override
        public long length() {
            return size;
        }

        @Override
        public int read(ByteBuffer into, long position) {
            int at = (int) position;
            int count = Math.min(into.remaining(), size - at);
            if (count <= 0) {
                return -1;
            }
            int begin = into.position();
            into.put(bytes, at, count);
            int patchFrom = Math.max(from, at);
            int patchTo = Math.min(from + patch.length, at + count);
            if (patchFrom < patchTo) {
                into.put(begin + patchFrom - at, patch, patchFrom - from, patchTo - patchFrom);
            }
            return count;
        }

        @Override
        public void close() {}
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("only to be read");
    }

    @Override
    public void create() {
        throw readOnly();
    }

    @Override
    public Possession possess() {
        throw readOnly();
    }

    @Override
    public void createDirectory(String name) {
        throw readOnly();
    }

    @Override
    public void forceDirectory(String name) {
        throw readOnly();
    }

    @Override
    public void write(String name, byte[] content) {
        throw readOnly();
    }

    @Override
    public void reserve(String name, long length) {
        throw readOnly();
    }

    @Override
    public void truncate(String name, long length) {
        throw readOnly();
    }

    @Override
    public void rename(String from, String to) {
        throw readOnly();
    }

    @Override
    public void delete(String name) {
        throw readOnly();
    }

    @Override
    public Appender append(String directory, int segmentLength) {
        throw readOnly();
    }
}
