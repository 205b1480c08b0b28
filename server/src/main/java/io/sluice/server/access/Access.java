package io.sluice.server.access;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How people come in.
 *
 * @param users who they may be.
 * @param tls what their connections are wrapped in; {@code null} for plain text.
 */
public record Access(Users users, Tls tls) {
    /**
     * Returns it as settings, under the names of the options.
     *
     * @return the files that it comes from, empty where there is none.
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("users", text(users.file()));
        settings.put("tls-cert", text(tls == null ? null : tls.chain()));
        settings.put("tls-key", text(tls == null ? null : tls.key()));
        settings.put("tls-client-ca", text(tls == null ? null : tls.clientAuthorities()));
        return settings;
    }

    private static String text(Path file) {
        return file == null ? "" : file.toString();
    }

    /**
     * Returns the way in for everybody.
     *
     * @return no users and plain text.
     */
    public static Access open() {
        return new Access(Users.none(), null);
    }
}
