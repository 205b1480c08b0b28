package io.sluice.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format, version 0.0.4, and fails on what is not as that says: every sample stands under its {@code
 * TYPE}, once, in one block with its family; ranges of a histogram add up.
 */
final class Exposition {
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .+");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\n\"])*)\"(,|$)");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> labels = new HashMap<>();
    private String family = "";

    Exposition(String text) {
        assertTrue(text.endsWith("\n"));
        text.lines().forEach(this::read);
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                checkHistogram(name);
            }
        });
    }

    /** Returns the value of a series, written like {@code queue_tasks{queue="a",state="dead"}} with its labels in order. */
    double value(String series) {
        Double value = samples.get(series);
        assertNotNull(value, () -> series + " is missing in " + samples.keySet());
        return value;
    }

    boolean has(String series) {
        return samples.containsKey(series);
    }

    /** Returns the names of all families. */
    Set<String> families() {
        return types.keySet();
    }

    /** Returns the names of all samples: those of families and, of histograms, their parts. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        samples.keySet().forEach(series -> names.add(name(series)));
        return names;
    }

    /** Returns the values that a label has in the series of a name. */
    List<String> values(String name, String label) {
        return samples.keySet().stream()
                .filter(series -> name(series).equals(name))
                .map(series -> labels.get(series).get(label))
                .distinct()
                .toList();
    }

    private void read(String line) {
        Matcher type = TYPE.matcher(line);
        Matcher help = HELP.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (type.matches()) {
            family = type.group(1);
            assertNull(types.put(family, type.group(2)), () -> "two families " + family);
        } else if (sample.matches()) {
            readSample(sample);
        } else {
            assertTrue(help.matches(), () -> "not a line: " + line);
        }
    }

    private void readSample(Matcher sample) {
        String name = sample.group(1);
        String type = types.get(family);
        assertNotNull(type, () -> name + " has no type");
        List<String> allowed = switch (type) {
            case "histogram" -> List.of(family + "_bucket", family + "_sum", family + "_count");
            case "summary" -> List.of(family, family + "_sum", family + "_count");
            default -> List.of(family);
        };
        assertTrue(allowed.contains(name), () -> name + " under " + family);
        assertEquals(type.equals("counter"), family.endsWith("_total"), family);
        Map<String, String> read = readLabels(sample.group(2));
        String series = name + read;
        double value = switch (sample.group(3)) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(sample.group(3));
        };
        assertNull(samples.put(series(name, read), value), () -> "twice: " + series);
        labels.put(series(name, read), read);
    }

    private static Map<String, String> readLabels(String text) {
        Map<String, String> read = new TreeMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            int end = 0;
            while (end < text.length()) {
                assertTrue(label.find(end) && label.start() == end, () -> "no labels: " + text);
                assertNull(read.put(label.group(1), label.group(2)), () -> "a label twice: " + text);
                end = label.end();
            }
        }
        return read;
    }

    private static String series(String name, Map<String, String> labels) {
        StringBuilder series = new StringBuilder(name);
        labels.forEach((label, value) -> series.append(series.length() == name.length() ? '{' : ',')
                .append(label)
                .append("=\"")
                .append(value)
                .append('"'));
        return labels.isEmpty() ? name : series.append('}').toString();
    }

    private static String name(String series) {
        int end = series.indexOf('{');
        return end < 0 ? series : series.substring(0, end);
    }

    private void checkHistogram(String name) {
        Map<Map<String, String>, Double> last = new HashMap<>();
        Map<Map<String, String>, Double> whole = new HashMap<>();
        samples.forEach((series, value) -> {
            if (name(series).equals(name + "_bucket")) {
                Map<String, String> key = new TreeMap<>(labels.get(series));
                String bound = key.remove("le");
                assertTrue(value >= last.getOrDefault(key, 0.0), () -> series + " is less than the one before");
                last.put(key, value);
                if (bound.equals("+Inf")) {
                    whole.put(key, value);
                }
            }
        });
        assertEquals(last.keySet(), whole.keySet(), name);
        whole.forEach((key, value) -> assertEquals(value, value(series(name + "_count", key)), name));
    }
}
