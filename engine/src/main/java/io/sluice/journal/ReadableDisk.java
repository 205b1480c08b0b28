package io.sluice.journal;

import java.io.IOException;
import java.util.List;

/** The directory of one journal, as far as it takes to read it. Names are those of {@link Disk}. Any thread may call. */
public interface ReadableDisk {
    /**
     * Names the directory for people.
     *
     * @return its path.
     */
    String path();

    /**
     * Names what keeps files alive that were written and not forced, as long as it is there: this mount of the file system in
     * this boot.
     *
     * @return printable ASCII without spaces, the same text as long as nothing can have been lost; empty if that is not known.
     */
    String mount();

    /**
     * Lists a directory.
     *
     * @param directory its name.
     * @return the last parts of the names in it, sorted.
     * @throws IOException if it cannot be read.
     */
    List<String> list(String directory) throws IOException;

    /**
     * Tells whether there is a file or directory of a name.
     *
     * @param name any.
     * @return true if there is.
     */
    boolean exists(String name);

    /**
     * Opens a file for reading. It can be read to its end even if it is deleted meanwhile.
     *
     * @param name of the file.
     * @return the file.
     * @throws java.nio.file.NoSuchFileException if it is not there.
     * @throws IOException if it cannot be opened.
     */
    Disk.Content open(String name) throws IOException;
}
