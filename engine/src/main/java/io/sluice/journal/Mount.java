package io.sluice.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names the mount of a file system, so that the next process can tell whether it is still the same one: what a killed process
 * wrote and did not force lives on in the kernel's memory exactly as long as that.
 *
 * <p>The kernel numbers what it shows of a mounted file system anew for each mount, and an inode of sysfs is never used twice
 * in a boot; the number of the mount in {@code /proc/self/mountinfo} is.
 */
final class Mount {
    private Mount() {}

    /** Returns a name, or an empty text where the kernel tells none, as for a network's or a container's file system. */
    static String of(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            if (store.type().equals("tmpfs")) {
                return "tmpfs";
            }
            Path device = Path.of(store.name()).toRealPath().getFileName();
            Path shown = Path.of("/sys/fs", store.type(), device.toString());
            return store.type() + "/" + device + "/" + Files.getAttribute(shown, "unix:ino");
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }
}
