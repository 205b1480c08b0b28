package io.sluice.server.access;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.HashingFunction;
import com.password4j.types.Bcrypt;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password as it stands in a users file: bcrypt, {@code $2b$10$…}, or Argon2, {@code $argon2id$v=19$m=…,t=…,p=…$…$…}.
 *
 * @param text that.
 */
record PasswordHash(String text) {
    /** Bytes of a password that bcrypt looks at; a longer one is none, so that nothing is cut off unnoticed. */
    static final int MAX_BCRYPT_PASSWORD_LENGTH = 72;
    /** What a file is expected to say. */
    static final String EXPECTED = "a bcrypt hash of cost 4 to 15 ($2b$10$...) or an Argon2 hash of at most 256 MiB"
            + " ($argon2id$v=19$m=19456,t=2,p=1$...$...)";

    private static final int COST = 10;
    private static final int MAX_ARGON2_MEMORY_KIB = 256 << 10;
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(?:0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");
    private static final Pattern ARGON2 =
            Pattern.compile("\\$argon2(?:id|i|d)\\$v=(?:16|19)\\$m=([1-9]\\d{0,6}),t=[1-9]\\d?,p=[1-8]"
                    + "\\$[+/A-Za-z0-9]{11,86}\\$[+/A-Za-z0-9]{16,86}");

    /** Takes a text in; throws {@link IllegalArgumentException} if it is no such thing. */
    PasswordHash {
        if (!BCRYPT.matcher(text).matches() && !isArgon2(text)) {
            throw new IllegalArgumentException("expected " + EXPECTED);
        }
    }

    /** Hashes a new password of up to {@link #MAX_BCRYPT_PASSWORD_LENGTH} bytes: with bcrypt, which leaves no garbage. */
    static PasswordHash of(byte[] password) {
        return new PasswordHash(
                BcryptFunction.getInstance(Bcrypt.B, COST).hash(password).getResult());
    }

    /** Tells whether it is of this password. Takes a tenth of a second or longer, the same time whatever the answer. */
    boolean isOf(byte[] password) {
        boolean bcrypt = BCRYPT.matcher(text).matches();
        HashingFunction function =
                bcrypt ? BcryptFunction.getInstanceFromHash(text) : Argon2Function.getInstanceFromHash(text);
        return function.check(password, text.getBytes(StandardCharsets.US_ASCII))
                && !(bcrypt && password.length > MAX_BCRYPT_PASSWORD_LENGTH);
    }

    private static boolean isArgon2(String text) {
        Matcher matcher = ARGON2.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) <= MAX_ARGON2_MEMORY_KIB;
    }
}
