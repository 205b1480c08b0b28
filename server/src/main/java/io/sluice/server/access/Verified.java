package io.sluice.server.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The names and passwords that were found right lately, so that they need not be hashed again. Of a password nothing is kept
 * but a digest under a key that is made anew each time and leaves the process never. Any thread.
 */
final class Verified {
    /** How many are remembered; those used last. */
    static final int MAX_ENTRIES = 10_000;
    /** How long one is remembered that is not used, nanoseconds. */
    static final long IDLE_NS = 3_600_000_000_000L;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_LENGTH = 32;

    private final Mac digest = newDigest();
    private final Map<ByteBuffer, Memory> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Memory> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    private record Memory(User user, long usedNs) {}

    /** Returns who this is, {@code null} if that is not known. */
    synchronized User find(String name, byte[] password, long nowNs) {
        ByteBuffer key = key(name, password);
        Memory entry = entries.get(key);
        if (entry == null || nowNs - entry.usedNs >= IDLE_NS) {
            entries.remove(key);
            return null;
        }
        entries.put(key, new Memory(entry.user, nowNs));
        return entry.user;
    }

    /** Remembers whose name and password this is. */
    synchronized void add(User user, byte[] password, long nowNs) {
        entries.put(key(user.name(), password), new Memory(user, nowNs));
    }

    private ByteBuffer key(String name, byte[] password) {
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return ByteBuffer.wrap(digest.doFinal(password));
    }

    private static Mac newDigest() {
        byte[] key = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is not there", e);
        }
    }
}
