package io.sluice.server.demo;

import io.sluice.core.Rate;
import io.sluice.server.TextConverter;
import io.sluice.server.resp.Values;

/** Reads a rate as it stands on the wire: {@code 250/60s}. */
final class RateConverter extends TextConverter<Rate> {
    RateConverter() {
        super(text -> Values.rate(text, "it"));
    }
}
