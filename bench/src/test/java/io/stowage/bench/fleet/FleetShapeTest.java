package io.stowage.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetShapeTest {
    @ParameterizedTest
    @CsvSource({"100, 20", "1000, 100", "10000, 100", "100000, 100"})
    void shouldSpreadMixedSizesOverZonesAndRacks(final int chunks, final int racks) {
        final FleetShape shape = new FleetShape(chunks);

        final Map<String, Set<Long>> sizesByRack = new TreeMap<>();
        final Set<String> zones = new TreeSet<>();
        final Set<String> addresses = new TreeSet<>();
        long total = 0;
        for (int i = 0; i < chunks; i++) {
            zones.add(shape.zone(i));
            addresses.add(shape.ip(i));
            sizesByRack
                    .computeIfAbsent(shape.zone(i) + '/' + shape.rack(i), rack -> new TreeSet<>())
                    .add(shape.capacityBytes(i) / FleetShape.UNIT_BYTES);
            total += shape.capacityBytes(i);
        }

        assertThat(zones).hasSize(4);
        assertThat(addresses).hasSize(chunks);
        assertThat(sizesByRack).hasSize(racks);
        assertThat(sizesByRack.values()).allSatisfy(sizes -> assertThat(sizes).containsExactly(1L, 2L, 4L));
        assertThat(shape.totalBytes()).isEqualTo(total);
    }
}
