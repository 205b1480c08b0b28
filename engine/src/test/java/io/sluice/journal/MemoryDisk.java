package io.sluice.journal;

import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files in memory, as they are. */
final class MemoryDisk implements ReadableDisk {
    private final SortedMap<String, byte[]> files = new TreeMap<>();

    /** Adds a file. */
    void put(String name, byte[] content) {
        files.put(name, content);
    }

    /** Returns the length of all files together, bytes. */
    long length() {
        return files.values().stream().mapToLong(content -> content.length).sum();
    }

    @Override
    public String path() {
        return "memory";
    }

    @Override
    public String mount() {
        return "";
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory + "/";
        return files.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public Disk.Content open(String name) throws NoSuchFileException {
        byte[] content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return new Opened(content);
    }

    private record Opened(byte[] content) implements Disk.Content {
        @Override
        public long length() {
            return content.length;
        }

        @Override
        public int read(ByteBuffer into, long position) {
            int length = (int) Math.min(into.remaining(), content.length - position);
            if (length <= 0) {
                return into.hasRemaining() ? -1 : 0;
            }
            into.put(content, (int) position, length);
            return length;
        }

        @Override
        public void close() {}
    }
}
