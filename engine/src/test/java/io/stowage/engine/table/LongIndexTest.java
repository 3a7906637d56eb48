package io.stowage.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index beside its naive twin, a hash map. */
class LongIndexTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldFindWhatItsTwinFinds(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final int capacity = random.nextInt(1, 200);
        // Few distinct keys, so that runs of slots grow together and are torn apart again.
        final int keys = capacity * 2;
        final Map<Long, Integer> twin = new HashMap<>();
        try (TableMemory memory = new TableMemory()) {
            final LongIndex index = new LongIndex(memory, capacity);
            for (int i = 0; i < 20_000; i++) {
                final long key = random.nextInt(keys) * (seed % 2 == 0 ? 1L : 1L << 40);
                if (twin.containsKey(key)) {
                    if (random.nextBoolean()) {
                        index.remove(key, twin.get(key));
                        twin.remove(key);
                    }
                } else if (twin.size() < capacity) {
                    index.add(key, i);
                    twin.put(key, i);
                }
                final long probe = random.nextInt(keys) * (seed % 2 == 0 ? 1L : 1L << 40);
                assertThat(index.find(probe)).isEqualTo(twin.getOrDefault(probe, RowTable.NONE));
            }
            index.clear();
            twin.keySet().forEach(key -> assertThat(index.find(key)).isEqualTo(RowTable.NONE));
        }
    }
}
