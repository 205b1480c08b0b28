package io.sluice;

import io.sluice.audit.Salvaged;
import java.util.List;

/**
 * What a repair kept and what it left out.
 *
 * @param leftOut where something was missing or damaged, a line each, with file, offset, bytes and sequences; empty if
 *     nothing was, and the new directory holds all that the old one did.
 * @param salvaged what could be made of the facts.
 * @param tasks tasks in the new directory.
 */
public record Repair(List<String> leftOut, Salvaged salvaged, long tasks) {
    /** Copies the list. */
    public Repair {
        leftOut = List.copyOf(leftOut);
    }
}
