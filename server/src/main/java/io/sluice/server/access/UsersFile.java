package io.sluice.server.access;

import io.sluice.core.Bounds;
import io.sluice.server.access.Roster.Account;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file of users, a line each; empty lines and what follows a {@code #} are left out.
 *
 * <pre>
 *   name hash permissions patterns
 *   mailer $2b$10$… submit,work email,reports*
 *   root $2b$10$… all all
 * </pre>
 */
final class UsersFile {
    /** The word for all permissions, and for all queues and limits. */
    static final String ALL = "all";
    /** Users in a file. */
    static final int MAX_USERS = 10_000;
    /** Patterns of one user. */
    static final int MAX_PATTERNS = 256;

    private static final String KIND = "users file";
    private static final int FIELDS = 4;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/@-]{1," + Bounds.MAX_NAME_LENGTH + "}");
    private static final Pattern GLOB = Pattern.compile("[A-Za-z0-9._:/@*?-]{1," + Bounds.MAX_NAME_LENGTH + "}");

    private UsersFile() {}

    /** Reads a file; throws {@link AccessFileException} unless all of it is right. */
    static Roster read(Path file) {
        Roster roster = new Roster();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                addLine(roster, file, i + 1, line);
            }
        }
        if (roster.size() == 0) {
            throw new AccessFileException(KIND, file, "expected at least one line: name hash permissions patterns");
        }
        return roster;
    }

    /** Returns a line of such a file; throws {@link IllegalArgumentException} if the words for it are wrong. */
    static String line(String name, PasswordHash hash, String permissions, String patterns) {
        user(name, permissions, patterns);
        return name + " " + hash.text() + " " + permissions + " " + patterns;
    }

    private static void addLine(Roster roster, Path file, int number, String line) {
        try {
            if (!roster.add(account(line.split("\\s+")))) {
                throw new IllegalArgumentException("expected each user once, was one that there is already");
            }
            if (roster.size() > MAX_USERS) {
                throw new IllegalArgumentException("expected at most " + MAX_USERS + " users");
            }
        } catch (IllegalArgumentException e) {
            throw new AccessFileException(KIND, file, number, e.getMessage());
        }
    }

    private static Account account(String[] fields) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "expected name hash permissions patterns, was a line of " + fields.length + " words");
        }
        return new Account(user(fields[0], fields[2], fields[3]), new PasswordHash(fields[1]));
    }

    private static User user(String name, String permissions, String patterns) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("expected a name of 1 to " + Bounds.MAX_NAME_LENGTH
                    + " characters of A-Z a-z 0-9 . _ / @ -, was " + quoted(name));
        }
        return new User(name, permissions(permissions), patterns(patterns));
    }

    private static Set<Permission> permissions(String words) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (String word : words.split(",", -1)) {
            permissions.addAll(word.equals(ALL) ? EnumSet.allOf(Permission.class) : EnumSet.of(permission(word)));
        }
        return permissions;
    }

    private static Permission permission(String word) {
        return Arrays.stream(Permission.values())
                .filter(permission -> permission.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected permissions of submit,work,read,admin or all, was " + quoted(word)));
    }

    private static List<String> patterns(String words) {
        List<String> patterns = List.of(words.split(",", -1));
        if (patterns.size() > MAX_PATTERNS) {
            throw new IllegalArgumentException(
                    "expected at most " + MAX_PATTERNS + " patterns, was " + patterns.size());
        }
        return patterns.stream().map(UsersFile::pattern).toList();
    }

    private static String pattern(String word) {
        if (!GLOB.matcher(word).matches()) {
            throw new IllegalArgumentException(
                    "expected names of queues or limits, in which * and ? stand for others, or all; was "
                            + quoted(word));
        }
        return word.equals(ALL) ? User.EVERYTHING : word;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new AccessFileException(KIND, file, "there is no such file");
        } catch (CharacterCodingException e) {
            throw new AccessFileException(KIND, file, "expected text in UTF-8");
        } catch (IOException e) {
            throw new AccessFileException(KIND, file, "cannot be read: " + e);
        }
    }

    private static String quoted(String word) {
        return "'" + word.replaceAll("[^!-~]", "?") + "'";
    }
}
