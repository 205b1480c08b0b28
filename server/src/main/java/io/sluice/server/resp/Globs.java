package io.sluice.server.resp;

/** Patterns in which {@code *} stands for anything and {@code ?} for one character. */
final class Globs {
    private Globs() {}

    /** Tells whether {@code text} is like {@code pattern}; goes back to the last star only, so that it takes no long time. */
    static boolean matches(String pattern, String text) {
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
