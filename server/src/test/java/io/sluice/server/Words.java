package io.sluice.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a command line as a shell takes them: in quotes or not, up to a pipe or a redirection. */
final class Words {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|([^\\s']+)");

    private Words() {}

    static String[] of(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()
                && !"|".equals(matcher.group())
                && !matcher.group().matches("[<>]")) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words.toArray(String[]::new);
    }
}
