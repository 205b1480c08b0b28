package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What checkers found, told so that it can be read: how often each rule was violated, and some examples of each. */
final class Violations {
    private static final int EXAMPLES = 3;

    private Violations() {}

    /** Fails if there are any. */
    static void assertNone(List<String> violations, String when) {
        Map<String, List<String>> byRule = violations.stream()
                .collect(Collectors.groupingBy(text -> text.split(":", 2)[0], TreeMap::new, Collectors.toList()));
        assertTrue(
                byRule.isEmpty(),
                () -> when + byRule.values().stream().map(Violations::told).collect(Collectors.joining()));
    }

    private static String told(List<String> ofRule) {
        return "\n" + ofRule.size() + " times "
                + String.join("\n  ", ofRule.subList(0, Math.min(ofRule.size(), EXAMPLES)));
    }
}
