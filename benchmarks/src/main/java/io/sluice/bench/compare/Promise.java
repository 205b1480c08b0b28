package io.sluice.bench.compare;

import java.util.Locale;

/** What an answer promises. */
enum Promise {
    /** On disk before the answer leaves. */
    DISK,
    /** Less than that, by what each side has to offer. */
    WEAKER;

    /** Returns the word for it, as it is typed and shown. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
