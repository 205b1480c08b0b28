package io.sluice.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The manifest of a running journal and the files it names; what it no longer names is deleted. Any thread may call, one at a
 * time.
 */
final class Catalogue {
    private final Disk disk;
    private final GenerationWriter current;
    private Manifest manifest;
    private volatile long lastGeneration;
    private volatile long closedBytes;

    /**
     * Makes the first manifest of a life: from now on only what it names counts.
     *
     * @param disk where the journal is.
     * @param first the manifest, without the generation that is being written.
     * @param current that generation; all of it has been forced.
     * @throws IOException if it cannot be written; the manifest before counts then.
     */
    Catalogue(Disk disk, Manifest first, GenerationWriter current) throws IOException {
        this.disk = disk;
        this.current = current;
        manifest = first;
        lastGeneration = current.number();
        write(with(first.generations(), first.snapshotSequence()));
        current.allow();
        sweep();
    }

    /** Returns the number for another generation. */
    synchronized long nextGeneration() {
        lastGeneration++;
        return lastGeneration;
    }

    /** Returns the number that was given out last. */
    long lastGeneration() {
        return lastGeneration;
    }

    /** Returns the length of all closed segments, bytes. */
    long closedBytes() {
        return closedBytes;
    }

    /**
     * Sees to it that there is a segment to go on to, and names it.
     *
     * @return false if there is no room for one.
     */
    synchronized boolean reserve() throws IOException {
        if (current.hasReserve()) {
            return true;
        }
        try {
            if (!current.isReserved()) {
                current.reserve();
            }
            publish();
        } catch (NoSpaceException e) {
            return false;
        }
        current.allow();
        return true;
    }

    /**
     * Lets a snapshot take the place of the one before and of the events that it stands for.
     *
     * @param snapshot whole, forced and read back.
     * @param sequence of the last event that it stands for.
     * @throws NoSpaceException if the manifest cannot be written for want of room; nothing is changed then.
     */
    synchronized void compact(Manifest.Generation snapshot, long sequence) throws IOException {
        List<Manifest.Generation> generations = new ArrayList<>();
        generations.add(snapshot);
        others().stream().filter(generation -> !generation.isSnapshot()).forEach(generations::add);
        // A snapshot that is ahead of the events on disk would stand for what is yet to come after a power cut.
        force(Math.max(sequence, lastClosed()));
        write(with(generations, sequence));
    }

    /** Says that the journal was closed by its owner. */
    synchronized void finish(Manifest.Generation last) throws IOException {
        List<Manifest.Generation> generations = new ArrayList<>(others());
        generations.add(last);
        write(new Manifest(
                manifest.durability(),
                manifest.bootId(),
                manifest.mount(),
                manifest.clockOffsetNs(),
                current.forced(),
                manifest.snapshotSequence(),
                withoutOld(generations, manifest.snapshotSequence()),
                true));
    }

    private void publish() throws IOException {
        force(lastClosed());
        write(with(others(), manifest.snapshotSequence()));
    }

    private void force(long sequence) throws IOException {
        if (current.forced() < sequence) {
            current.force();
        }
    }

    /** Returns the last sequence in what the manifest is about to call closed. */
    private long lastClosed() {
        List<Manifest.Segment> segments = current.description().segments();
        return segments.stream()
                .filter(segment -> !segment.isClosed() && !segment.isReserved())
                .mapToLong(segment -> segment.firstSequence() - 1)
                .findFirst()
                .orElse(0);
    }

    private List<Manifest.Generation> others() {
        return manifest.generations().stream()
                .filter(generation -> generation.number() != current.number())
                .toList();
    }

    private Manifest with(List<Manifest.Generation> others, long snapshotSequence) {
        // What is on disk is asked for first: the description may only be later.
        long forced = Math.max(manifest.forced(), current.forced());
        List<Manifest.Generation> generations = new ArrayList<>(others);
        generations.add(current.description());
        return new Manifest(
                manifest.durability(),
                manifest.bootId(),
                manifest.mount(),
                manifest.clockOffsetNs(),
                forced,
                snapshotSequence,
                withoutOld(generations, snapshotSequence),
                false);
    }

    /** Leaves out the segments all of whose events a snapshot stands for; the last one stays. */
    private static List<Manifest.Generation> withoutOld(List<Manifest.Generation> generations, long snapshotSequence) {
        List<Manifest.Generation> kept = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (int i = generations.size() - 1; i >= 0; i--) {
            Manifest.Generation generation = generations.get(i);
            List<Manifest.Segment> segments = new ArrayList<>(generation.segments());
            for (int j = segments.size() - 1; j >= 0 && !generation.isSnapshot(); j--) {
                Manifest.Segment segment = segments.get(j);
                if (segment.isClosed() && next <= snapshotSequence + 1) {
                    segments.remove(j);
                }
                next = segment.isReserved() ? next : segment.firstSequence();
            }
            if (!segments.isEmpty()) {
                kept.add(
                        0,
                        new Manifest.Generation(
                                generation.number(), generation.isSnapshot(), generation.salt(), segments));
            }
        }
        return kept;
    }

    private void write(Manifest next) throws IOException {
        JournalFiles.writeManifest(disk, next);
        Set<String> gone = new HashSet<>(files(manifest));
        gone.removeAll(files(next));
        manifest = next;
        closedBytes = next.generations().stream()
                .flatMap(generation -> generation.segments().stream())
                .mapToLong(segment -> Math.max(0, segment.length()))
                .sum();
        for (String file : gone) {
            disk.delete(file);
        }
        deleteUnnamedGenerations(gone);
    }

    private static List<String> files(Manifest of) {
        List<String> files = new ArrayList<>();
        for (Manifest.Generation generation : of.generations()) {
            generation
                    .segments()
                    .forEach(segment -> files.add(JournalFiles.segment(generation.number(), segment.number())));
        }
        return files;
    }

    private void deleteUnnamedGenerations(Set<String> gone) throws IOException {
        Set<String> directories = new HashSet<>();
        gone.forEach(file -> directories.add(file.substring(0, file.indexOf('/'))));
        for (String directory : directories) {
            if (!isNamed(directory)) {
                JournalFiles.deleteGeneration(disk, directory);
            }
        }
    }

    private boolean isNamed(String directory) {
        return manifest.generations().stream()
                .anyMatch(generation ->
                        JournalFiles.generation(generation.number()).equals(directory));
    }

    /** Deletes what a killed process may have left: what the manifest does not name. */
    private void sweep() throws IOException {
        Set<String> named = new HashSet<>(files(manifest));
        for (String directory : disk.list("")) {
            if (!JournalFiles.isGeneration(directory)) {
                continue;
            }
            if (!isNamed(directory)) {
                JournalFiles.deleteGeneration(disk, directory);
            } else {
                sweep(directory, named);
            }
        }
    }

    private void sweep(String directory, Set<String> named) throws IOException {
        for (String file : disk.list(directory)) {
            String name = directory + "/" + file;
            if (file.endsWith(JournalFiles.SEGMENT_SUFFIX) && !named.contains(name)) {
                disk.delete(name);
            }
        }
    }
}
