package io.sluice.journal;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The names of a {@link SimulatedDisk}: as they are now, as they are on disk, and the changes between the two, in order. */
final class SimulatedTree {
    private static final class Directory {
        final Map<String, Object> now = new TreeMap<>();
        final Map<String, Object> disk = new TreeMap<>();
    }

    /** A name in a directory. */
    private record Entry(Directory directory, String name) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Entry entry && entry.directory == directory && entry.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** One step: an entry gets what it is to name, {@code null} for nothing, and so does, with a rename, another one. */
    private record Change(Entry entry, Object named, Entry left) {
        boolean touches(Directory directory) {
            return entry.directory == directory || left != null && left.directory == directory;
        }

        boolean touches(Set<Entry> entries) {
            return entries.contains(entry) || left != null && entries.contains(left);
        }

        void addTo(Set<Entry> entries) {
            entries.add(entry);
            if (left != null) {
                entries.add(left);
            }
        }

        void applyTo(boolean onDisk) {
            put(entry, named, onDisk);
            if (left != null) {
                put(left, null, onDisk);
            }
        }

        private static void put(Entry entry, Object named, boolean onDisk) {
            Map<String, Object> entries = onDisk ? entry.directory.disk : entry.directory.now;
            if (named == null) {
                entries.remove(entry.name);
            } else {
                entries.put(entry.name, named);
            }
        }
    }

    private final Directory root = new Directory();
    private final List<Change> pending = new ArrayList<>();

    boolean exists(String name) {
        return find(name) != null;
    }

    List<String> list(String name) throws IOException {
        return List.copyOf(directory(name).now.keySet());
    }

    SimulatedFile file(String name) throws IOException {
        Object found = find(name);
        if (found == null) {
            throw new NoSuchFileException(name);
        }
        if (!(found instanceof SimulatedFile file)) {
            throw new FileSystemException(name, null, "Is a directory");
        }
        return file;
    }

    boolean isFile(String name) {
        return find(name) instanceof SimulatedFile;
    }

    /** Returns the file of a name, or {@code null}. */
    SimulatedFile fileOrNull(String name) throws IOException {
        return exists(name) ? file(name) : null;
    }

    void requireDirectory(String name) throws IOException {
        directory(name);
    }

    void requireAbsent(String name) throws IOException {
        entry(name);
        if (exists(name)) {
            throw new FileAlreadyExistsException(name);
        }
    }

    void createDirectory(String name) throws IOException {
        requireAbsent(name);
        change(new Change(entry(name), new Directory(), null));
    }

    /** Lets a name mean a file from now on. */
    void put(String name, SimulatedFile file) throws IOException {
        change(new Change(entry(name), file, null));
    }

    void rename(String from, String to) throws IOException {
        Object named = find(from);
        if (named == null) {
            throw new NoSuchFileException(from);
        }
        if (!from.equals(to)) {
            change(new Change(entry(to), named, entry(from)));
        }
    }

    void delete(String name) throws IOException {
        Object named = find(name);
        if (named == null) {
            throw new NoSuchFileException(name);
        }
        if (named instanceof Directory directory && !directory.now.isEmpty()) {
            throw new DirectoryNotEmptyException(name);
        }
        change(new Change(entry(name), null, null));
    }

    /** Has the entries of a directory on disk, and all that they depend on. */
    void force(String name) throws IOException {
        Directory directory = directory(name);
        Set<Entry> needed = new HashSet<>();
        List<Change> forced = new ArrayList<>();
        for (int i = pending.size() - 1; i >= 0; i--) {
            Change change = pending.get(i);
            if (change.touches(directory) || change.touches(needed)) {
                change.addTo(needed);
                forced.add(0, pending.remove(i));
            }
        }
        forced.forEach(change -> change.applyTo(true));
    }

    /** Has the first few changes on disk and forgets that the others are not. */
    void failForce(SplittableRandom random) {
        int kept = random.nextInt(pending.size() + 1);
        pending.subList(0, kept).forEach(change -> change.applyTo(true));
        pending.clear();
    }

    /** Loses the changes that are not on disk; {@code survives} is asked for each that could be. */
    void losePower(Survival survives) {
        Set<Entry> lost = new HashSet<>();
        for (Change change : pending) {
            if (!change.touches(lost) && survives.next()) {
                change.applyTo(true);
            } else {
                change.addTo(lost);
            }
        }
        pending.clear();
        restore(root);
    }

    private static void restore(Directory directory) {
        directory.now.clear();
        directory.now.putAll(directory.disk);
        for (Object named : directory.now.values()) {
            if (named instanceof Directory below) {
                restore(below);
            }
        }
    }

    /** Tells all files there are now, in the order of their names. */
    void forEachFile(Consumer<SimulatedFile> action) {
        forEachFile(root, action);
    }

    private static void forEachFile(Directory directory, Consumer<SimulatedFile> action) {
        for (Object named : directory.now.values()) {
            if (named instanceof SimulatedFile file) {
                action.accept(file);
            } else {
                forEachFile((Directory) named, action);
            }
        }
    }

    int pending() {
        return pending.size();
    }

    private void change(Change change) {
        change.applyTo(false);
        pending.add(change);
    }

    private Object find(String name) {
        Object found = root;
        for (String part : parts(name)) {
            if (!(found instanceof Directory directory)) {
                return null;
            }
            found = directory.now.get(part);
        }
        return found;
    }

    private Directory directory(String name) throws IOException {
        Object found = find(name);
        if (found == null) {
            throw new NoSuchFileException(name);
        }
        if (!(found instanceof Directory directory)) {
            throw new NotDirectoryException(name);
        }
        return directory;
    }

    private Entry entry(String name) throws IOException {
        int slash = name.lastIndexOf('/');
        if (name.isEmpty()) {
            throw new FileAlreadyExistsException(name);
        }
        return new Entry(directory(slash < 0 ? "" : name.substring(0, slash)), name.substring(slash + 1));
    }

    private static String[] parts(String name) {
        return name.isEmpty() ? new String[0] : name.split("/");
    }

    /** Decides which change got to the disk before the power went. */
    interface Survival {
        /** Tells whether the next one did. */
        boolean next();
    }
}
