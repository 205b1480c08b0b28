package io.sluice.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files that one manifest names, opened all at once: they can be read to their ends while their owner goes on, has a
 * snapshot take the place of some, or leaves. Nothing is changed and nothing is taken possession of.
 */
final class OpenFiles implements ReadableDisk, Closeable {
    /** How often the manifest is read anew because a newer one has taken its place before its files were open. */
    private static final int MAX_TRIES = 100;

    private final ReadableDisk disk;
    private final Manifest manifest;
    private final Map<String, OpenFile> files = new HashMap<>();

    private OpenFiles(ReadableDisk disk, Manifest manifest) {
        this.disk = disk;
        this.manifest = manifest;
    }

    /**
     * Opens the files. One that is named and not there is not there afterwards either.
     *
     * @param disk where the journal is.
     * @throws JournalException if there is none, or its manifest is damaged or of a newer version.
     */
    static OpenFiles open(ReadableDisk disk) throws IOException {
        Manifest manifest = read(disk);
        for (int tries = 1; ; tries++) {
            OpenFiles opened = new OpenFiles(disk, manifest);
            try {
                boolean isWhole = opened.openAll();
                Manifest now = isWhole ? manifest : read(disk);
                if (isWhole || now.equals(manifest) || tries == MAX_TRIES) {
                    return opened;
                }
                manifest = now;
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
            opened.close();
        }
    }

    private static Manifest read(ReadableDisk disk) throws IOException {
        Manifest manifest = JournalFiles.readManifest(disk);
        if (manifest == null) {
            throw new JournalException("there is no journal in " + disk.path());
        }
        return manifest;
    }

    private boolean openAll() throws IOException {
        for (String name : names(manifest)) {
            try {
                files.put(name, new OpenFile(disk.open(name)));
            } catch (NoSuchFileException e) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(Manifest of) {
        List<String> names = new ArrayList<>();
        for (Manifest.Generation generation : of.generations()) {
            generation
                    .segments()
                    .forEach(segment -> names.add(JournalFiles.segment(generation.number(), segment.number())));
        }
        return names;
    }

    Manifest manifest() {
        return manifest;
    }

    int count() {
        return files.size();
    }

    @Override
    public String path() {
        return disk.path();
    }

    @Override
    public String mount() {
        return disk.mount();
    }

    /** Lists what was named or is not named even now: what its owner has added since is nothing that could be missing. */
    @Override
    public List<String> list(String directory) throws IOException {
        List<String> listed = new ArrayList<>();
        try {
            listed.addAll(disk.list(directory));
        } catch (NoSuchFileException e) {
            // The owner has left it behind; the files are open.
            return listed;
        }
        Set<String> added = new HashSet<>(names(read(disk)));
        added.removeAll(files.keySet());
        listed.removeIf(name -> added.contains(directory + "/" + name));
        return listed;
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public Disk.Content open(String name) throws IOException {
        OpenFile file = files.get(name);
        return file == null ? disk.open(name) : file;
    }

    @Override
    public void close() throws IOException {
        for (OpenFile file : files.values()) {
            file.content.close();
        }
    }

    /** One that stays open whoever has read it, and as long as it was; what its owner has given back reads as zeros. */
    private static final class OpenFile implements Disk.Content {
        final Disk.Content content;
        private final long length;

        OpenFile(Disk.Content content) throws IOException {
            this.content = content;
            length = content.length();
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            int read = content.read(into, position);
            if (read >= 0 || position >= length) {
                return read;
            }
            int zeros = (int) Math.min(into.remaining(), length - position);
            into.put(new byte[zeros]);
            return zeros;
        }

        @Override
        public void close() {}
    }
}
