package io.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A small file system of a test's own, mounted in a temporary directory. Closing it unmounts it and deletes all of it; so
 * does the end of this process, if nobody closed it.
 */
final class Volume implements AutoCloseable {
    private static final Set<Volume> MOUNTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> MOUNTED.forEach(Volume::leave), "unmount"));
    }

    private final Path directory;
    private final Path image;
    private final Path root;
    private final int sizeMib;

    private Volume(boolean onImage, int sizeMib) throws IOException {
        this.sizeMib = sizeMib;
        directory = Files.createTempDirectory("sluice-volume-");
        image = onImage ? directory.resolve("image") : null;
        root = Files.createDirectory(directory.resolve("root"));
    }

    /** Makes and mounts an ext4 file system on a file. */
    static Volume ext4(int sizeMib) throws IOException {
        Volume volume = new Volume(true, sizeMib);
        Programs.run("truncate", "-s", sizeMib + "M", volume.image.toString());
        Programs.run("mkfs.ext4", "-q", "-F", "-m", "0", volume.image.toString());
        volume.mount();
        return volume;
    }

    /** Mounts an empty file system in memory. */
    static Volume tmpfs(int sizeMib) throws IOException {
        Volume volume = new Volume(false, sizeMib);
        volume.mount();
        return volume;
    }

    /** Skips a test where none can be made. */
    static void assumePossible() throws IOException {
        Programs.assumeRoot();
        Programs.assume("mount", "umount", "truncate", "mkfs.ext4");
    }

    /** Returns the directory at which it is mounted. */
    Path root() {
        return root;
    }

    /** Mounts it, as it is. */
    void mount() throws IOException {
        MOUNTED.add(this);
        if (image == null) {
            Programs.run("mount", "-t", "tmpfs", "-o", "size=" + sizeMib + "m", "tmpfs", root.toString());
        } else {
            Programs.run("mount", "-o", "loop", image.toString(), root.toString());
        }
    }

    /** Unmounts it; no process may use it any more. */
    void unmount() throws IOException {
        Programs.run("umount", root.toString());
        MOUNTED.remove(this);
    }

    /** Tells how much room is left, bytes. */
    long roomLeft() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        if (MOUNTED.contains(this)) {
            unmount();
        }
        delete();
    }

    /** Leaves it even if processes use it still. */
    private void leave() {
        try {
            Programs.run("umount", "-l", root.toString());
            delete();
        } catch (IOException | AssertionError e) {
            System.err.println("still there: " + directory + ": " + e.getMessage());
        }
    }

    private void delete() throws IOException {
        Files.delete(root);
        if (image != null) {
            Files.delete(image);
        }
        Files.delete(directory);
    }
}
