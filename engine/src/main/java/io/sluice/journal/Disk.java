package io.sluice.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The directory of one journal, as far as the journal uses it: the boundary behind which a test may put a disk that fails,
 * fills up or loses power. Names are relative to the directory, with {@code /} between parts; the directory itself is the
 * empty name. Any thread may call, also several at once; an {@link Appender} is for one at a time.
 *
 * <p>Nothing is durable before it is forced: neither the content of a file nor the entry of one that was made, renamed or
 * deleted, unless a method says so.
 */
public interface Disk extends ReadableDisk {
    /**
     * Makes the directory and those above it, durably; nothing happens where it is there.
     *
     * @throws IOException if it cannot be made, or something else stands in its place.
     */
    void create() throws IOException;

    /**
     * Takes possession of the directory, for this process alone.
     *
     * @return the possession.
     * @throws JournalException if another has it.
     * @throws IOException if nothing can be written there.
     */
    Possession possess() throws IOException;

    /**
     * Makes a directory.
     *
     * @param name of one that is not there.
     * @throws IOException if it cannot be made.
     */
    void createDirectory(String name) throws IOException;

    /**
     * Waits until the entries of a directory are on disk.
     *
     * @param name of the directory.
     * @throws IOException if that fails; then it is not known what is on disk.
     */
    void forceDirectory(String name) throws IOException;

    /**
     * Writes a whole file, and waits until its content is on disk; its entry is not forced. An older file of that name goes.
     *
     * @param name of the file.
     * @param content all of it.
     * @throws IOException if that fails; {@link NoSpaceException} if the disk is full.
     */
    void write(String name, byte[] content) throws IOException;

    /**
     * Makes a file of zeros, takes room on the disk for all of it, and waits until that is on disk; its entry is not forced.
     * Afterwards writing to it never fails for want of room.
     *
     * @param name of a file that is not there.
     * @param length bytes.
     * @throws IOException if that fails, no file is left then; {@link NoSpaceException} if the disk is full.
     */
    void reserve(String name, long length) throws IOException;

    /**
     * Cuts a file to a length and gives back the room behind; not forced.
     *
     * @param name of a file that nobody has open for writing.
     * @param length bytes, at most its length.
     * @throws IOException if that fails.
     */
    void truncate(String name, long length) throws IOException;

    /**
     * Gives a file another name in one step: whenever the power goes, there is either what was there or what is to be there.
     *
     * @param from its name.
     * @param to the new one; an older file of that name goes.
     * @throws IOException if that fails.
     */
    void rename(String from, String to) throws IOException;

    /**
     * Deletes a file or an empty directory.
     *
     * @param name of it.
     * @throws IOException if that fails.
     */
    void delete(String name) throws IOException;

    /**
     * Begins to append to the segments of a directory in which nobody has appended before.
     *
     * @param directory an empty one.
     * @param segmentLength how far a segment is filled, bytes.
     * @return the way in; its first segment is still to be reserved and begun.
     * @throws IOException if that fails.
     */
    Appender append(String directory, int segmentLength) throws IOException;

    /** A directory that belongs to this process until it is closed. */
    interface Possession extends Closeable {
        /**
         * Gives the directory back as it was found.
         *
         * @throws IOException if that fails.
         */
        void undo() throws IOException;
    }

    /** A file that is read. */
    interface Content extends Closeable {
        /**
         * Returns the length that the file has now.
         *
         * @return bytes.
         * @throws IOException if it cannot be told.
         */
        long length() throws IOException;

        /**
         * Reads some bytes.
         *
         * @param into takes them, from its position up to its limit at most.
         * @param position where they lie, bytes.
         * @return how many; -1 at the end of the file.
         * @throws IOException if they cannot be read.
         */
        int read(ByteBuffer into, long position) throws IOException;
    }

    /** The way into the segments of one directory, in order. */
    interface Appender extends Closeable {
        /**
         * Goes on to a segment, whose file has been reserved.
         *
         * @param number the one after the last, from 0.
         * @return the file, to be forced.
         * @throws IOException if that fails.
         */
        Segment begin(int number) throws IOException;

        /**
         * Appends one document to the current segment.
         *
         * @param address of its first byte in memory.
         * @param length bytes, a multiple of 4.
         * @return where it ends in the file, bytes.
         * @throws IOException if that fails; then it is not known what is in the file.
         */
        long append(long address, int length) throws IOException;
    }

    /** A segment that is or was appended to. Open for as long as it may have to be forced: an error is reported once. */
    interface Segment extends Closeable {
        /**
         * Waits until everything that was appended before is on disk.
         *
         * @throws IOException if that fails; then it is not known what is on disk, and to try again would tell nothing.
         */
        void force() throws IOException;
    }
}
