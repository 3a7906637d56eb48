package io.stowage.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.agrona.collections.IntArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are taken and given back; what is tried and taken back leaves the table as it was, byte for byte. */
class RowTableTest {
    private static final int CAPACITY = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldBeAsBeforeWhenRowsAreGivenBackInReverse(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final IntArrayList used = new IntArrayList();
        try (TableMemory memory = new TableMemory()) {
            final Rows rows = new Rows(memory);
            for (int i = 0; i < 2_000; i++) {
                if (used.isEmpty() || (used.size() < CAPACITY && random.nextBoolean())) {
                    used.addInt(rows.take());
                } else {
                    rows.give(used.removeAt(random.nextInt(used.size())));
                }
                final long before = rows.hash(0);

                final IntArrayList tried = new IntArrayList();
                for (int left = random.nextInt(CAPACITY - used.size() + 1); left > 0; left--) {
                    tried.addInt(rows.take());
                }
                assertThat(tried).noneMatch(row -> row == RowTable.NONE || used.containsInt(row));
                for (int last = tried.size() - 1; last >= 0; last--) {
                    rows.give(tried.getInt(last));
                }

                assertThat(rows.hash(0)).isEqualTo(before);
                assertThat(rows.count()).isEqualTo(used.size());
            }
        }
    }

    private static final class Rows extends RowTable {
        Rows(final TableMemory memory) {
            super(memory, "rows", Long.BYTES, CAPACITY);
        }
    }
}
