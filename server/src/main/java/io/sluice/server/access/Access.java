package io.sluice.server.access;

/**
 * How people come in.
 *
 * @param users who they may be.
 * @param tls what their connections are wrapped in; {@code null} for plain text.
 */
public record Access(Users users, Tls tls) {
    /**
     * Returns the way in for everybody.
     *
     * @return no users and plain text.
     */
    public static Access open() {
        return new Access(Users.none(), null);
    }
}
