package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
    @ParameterizedTest
    @CsvSource({"10000, 1048576, 10000", "960, 1024, 960", "961, 1024, 960", "10000, 64, 1", "10000, 10, 1"})
    void shouldLeaveDescriptorsForOthers(int wanted, long descriptors, int connections) {
        assertEquals(connections, Descriptors.connections(wanted, descriptors));
    }
}
