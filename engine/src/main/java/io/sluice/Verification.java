package io.sluice;

import io.sluice.audit.Audit;
import io.sluice.audit.LimitAudit;
import java.util.List;

/**
 * What a data directory holds, and whether it should.
 *
 * @param contents what is there, and what is damaged.
 * @param audit what the facts tell, up to the damage if there is any.
 * @param limits the fullest window of each rate in force: of the shared limits by number, then of the queues in the order in
 *     which they were made, each followed by that of its groups.
 */
public record Verification(JournalContents contents, Audit audit, List<LimitAudit> limits) {
    /** Copies the list. */
    public Verification {
        limits = List.copyOf(limits);
    }

    /**
     * Tells whether all is as it should be.
     *
     * @return false if something is damaged, or a fact should not be.
     */
    public boolean isSound() {
        return contents.damage().isEmpty() && audit.violations() == 0;
    }
}
