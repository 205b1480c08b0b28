package io.sluice.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bug to plant: what a part of a source would be with it, and what has to notice.
 *
 * @param name what the bug is.
 * @param className the class whose source is changed.
 * @param text occurs once in it.
 * @param replacement what stands there instead.
 * @param check the class that has to notice, a {@link Runnable}; or a class, {@code #} and a method of it.
 */
record Mutant(String name, String className, String text, String replacement, String check) {
    private static final Path SOURCES = Path.of("src", "main", "java");

    /** Returns the source with the bug in it. */
    String source() throws IOException {
        String source = Files.readString(SOURCES.resolve(className.replace('.', '/') + ".java"));
        int at = source.indexOf(text);
        if (at < 0 || source.indexOf(text, at + 1) >= 0) {
            throw new IllegalStateException("the text of \"" + name + "\" must occur once in " + className);
        }
        return source.substring(0, at) + replacement + source.substring(at + text.length());
    }

    @Override
    public String toString() {
        return name;
    }
}
