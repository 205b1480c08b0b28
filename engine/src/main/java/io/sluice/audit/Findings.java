package io.sluice.audit;

import java.util.ArrayList;
import java.util.List;

/** Where the auditor stands in the stream, and what it has found wrong so far. */
final class Findings {
    private final List<Violation> first = new ArrayList<>();
    private String file = "";
    private long offset;
    private long sequence;
    private long batches;
    private long facts;
    private long violations;

    void batch(String file, long offset, long sequence) {
        this.file = file;
        this.offset = offset;
        this.sequence = sequence;
        batches++;
    }

    void fact() {
        facts++;
    }

    void violation(String text) {
        violations++;
        if (first.size() < Audit.MAX_VIOLATIONS) {
            first.add(new Violation(text, file, offset, sequence, facts));
        }
    }

    long batches() {
        return batches;
    }

    long facts() {
        return facts;
    }

    long violations() {
        return violations;
    }

    List<Violation> first() {
        return first;
    }
}
