package io.sluice.server.access;

/**
 * What became of somebody's saying who they are.
 *
 * @param outcome whether it was believed.
 * @param user who they are then; {@link User#STRANGER} unless they are welcome.
 */
public record Authentication(Outcome outcome, User user) {
    /** Whether somebody was believed. */
    public enum Outcome {
        /** Yes. */
        WELCOME,
        /** No: there is no such user, or it is not the password. */
        WRONG,
        /** Nobody knows: too many others ask at the same time. */
        BUSY
    }

    static final Authentication WRONG = new Authentication(Outcome.WRONG, User.STRANGER);
    static final Authentication BUSY = new Authentication(Outcome.BUSY, User.STRANGER);

    static Authentication welcome(User user) {
        return new Authentication(Outcome.WELCOME, user);
    }
}
