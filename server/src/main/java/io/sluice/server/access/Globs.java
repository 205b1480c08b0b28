package io.sluice.server.access;

/** Patterns in which {@code *} stands for anything and {@code ?} for one character. */
public final class Globs {
    private Globs() {}

    /**
     * Compares a text with a pattern; goes back to the last star only, so that it takes no long time.
     *
     * @param pattern what is expected.
     * @param text what is there.
     * @return whether the whole text is like the pattern.
     */
    public static boolean matches(String pattern, CharSequence text) {
        int star = -1;
        int afterStar = 0;
        int p = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                afterStar = t;
            } else if (p < pattern.length() && isLike(pattern.charAt(p), text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++afterStar;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static boolean isLike(char pattern, char c) {
        return pattern == '?' || pattern == c;
    }
}
