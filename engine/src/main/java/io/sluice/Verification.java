package io.sluice;

import io.sluice.audit.Audit;

/**
 * What a data directory holds, and whether it should.
 *
 * @param contents what is there, and what is damaged.
 * @param audit what the facts tell, up to the damage if there is any.
 */
public record Verification(JournalContents contents, Audit audit) {
    /**
     * Tells whether all is as it should be.
     *
     * @return false if something is damaged, or a fact should not be.
     */
    public boolean isSound() {
        return contents.damage().isEmpty() && audit.violations() == 0;
    }
}
