package io.sluice.audit;

/** A queue's name and totals, as a {@link Salvage} leaves them. */
final class Totals {
    final String name;
    long there;
    long submitted;
    long forgotten;

    Totals(String name) {
        this.name = name;
    }
}
