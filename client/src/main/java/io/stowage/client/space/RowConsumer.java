package io.stowage.client.space;

/** Takes the rows of a ledger one by one. */
@FunctionalInterface
public interface RowConsumer {
    /**
     * One row.
     *
     * @param chunk      id.
     * @param spaceClass number of {@link SpaceClass}.
     * @param segments   count.
     * @param bytes      nominal bytes of the segments.
     * @param rxSegments reposition destinations.
     * @param rxBytes    nominal bytes of the reposition destinations.
     */
    void accept(int chunk, int spaceClass, long segments, long bytes, long rxSegments, long rxBytes);
}
