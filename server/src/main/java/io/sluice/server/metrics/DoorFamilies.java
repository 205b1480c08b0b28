package io.sluice.server.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.server.metrics.Family.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The metrics of the doors. */
final class DoorFamilies {
    private static final String DOOR = "door";
    private static final String CODE = "code";

    private final Map<String, DoorTotals> doors;

    /** Takes the totals of each door, by its name. */
    DoorFamilies(Map<String, DoorTotals> doors) {
        this.doors = doors;
    }

    /** Returns them all. */
    Stream<MetricSnapshot> all() {
        return Stream.of(
                Family.gauge("sluice_connections", "Clients that are connected.", each(DoorTotals::connections)),
                counter("connections_opened", "Clients that were let in.", DoorTotals::opened),
                counter("connections_rejected", "Clients that were turned away.", DoorTotals::rejected),
                counter("received_bytes", "What clients sent.", DoorTotals::received),
                counter("sent_bytes", "What was sent to clients.", DoorTotals::sent),
                counter("commands", "Commands, or requests.", DoorTotals::commands),
                Family.counter("sluice_refusals", "Answers that were refusals, by their code.", refusals()));
    }

    private MetricSnapshot counter(String name, String help, ToLongFunction<DoorTotals> value) {
        return Family.counter("sluice_" + name, help, each(value));
    }

    private List<Sample> each(ToLongFunction<DoorTotals> value) {
        return doors.entrySet().stream()
                .map(door -> new Sample(Labels.of(DOOR, door.getKey()), value.applyAsLong(door.getValue())))
                .toList();
    }

    private List<Sample> refusals() {
        List<Sample> samples = new ArrayList<>();
        doors.forEach((door, totals) -> totals.refusals()
                .forEach((code, count) -> samples.add(new Sample(Labels.of(DOOR, door, CODE, code), count))));
        return samples;
    }
}
