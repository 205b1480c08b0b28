package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorsTest {
    private static final int HTTP = 1_000;

    @ParameterizedTest
    @CsvSource({
        "10000, 0, 1048576, 10000",
        "960, 0, 1024, 960",
        "961, 0, 1024, 960",
        "10000, 1000, 11064, 10000",
        "10000, 1000, 11063, 9999",
        "10000, 0, 64, 1",
        "10000, 0, 10, 1"
    })
    void shouldLeaveDescriptorsForOthers(int wanted, int http, long descriptors, int connections) {
        assertEquals(connections, new Descriptors(descriptors).connections(wanted, http));
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 1_024, 4_096, 20_000, Long.MAX_VALUE})
    void shouldNotGiveAwayMoreThanThereAre(long count) {
        Descriptors descriptors = new Descriptors(count);

        int http = descriptors.httpConnections(HTTP);

        assertTrue(http > 0 && http <= HTTP, () -> "over HTTP " + http);
        assertTrue(http + descriptors.connections(10_000, http) <= count - Descriptors.RESERVED);
    }
}
