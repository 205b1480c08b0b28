package io.sluice.server.access;

import java.util.HashMap;
import java.util.Map;

/** The users that there are at one time, and those of them whose passwords were found right since then. */
final class Roster {
    private final Map<String, Account> accounts = new HashMap<>();
    private final Verified verified = new Verified();
    private PasswordHash decoy;

    /** A user, and what tells that it is they. */
    record Account(User user, PasswordHash hash) {
        private boolean isLike(Account other) {
            return hash.equals(other.hash) && user.isLike(other.user);
        }
    }

    /** Adds a user. Returns whether there was none of that name. */
    boolean add(Account account) {
        decoy = decoy == null ? account.hash : decoy;
        return accounts.putIfAbsent(account.user.name(), account) == null;
    }

    /** Takes users over as the ones that they were, so that who changes is told from who does not. */
    void keepUnchangedOf(Roster before) {
        accounts.replaceAll((name, account) -> {
            Account old = before.accounts.get(name);
            return old != null && old.isLike(account) ? old : account;
        });
    }

    int size() {
        return accounts.size();
    }

    /** Tells whether a user is one of these, unchanged. */
    boolean has(User user) {
        Account account = accounts.get(user.name());
        return account != null && account.user == user;
    }

    /** Returns whose name and password this is, {@code null} if that takes hashing to know. */
    User known(String name, byte[] password, long nowNs) {
        return verified.find(name, password, nowNs);
    }

    /** Returns whose name and password this is, {@code null} if nobody's. An unknown name takes as long as a known one. */
    User verify(String name, byte[] password, long nowNs) {
        Account account = accounts.get(name);
        boolean right = (account == null ? decoy : account.hash).isOf(password);
        if (account == null || !right) {
            return null;
        }
        verified.add(account.user, password, nowNs);
        return account.user;
    }
}
