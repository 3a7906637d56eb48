package io.stowage.client.space;

/**
 * One row of {@link SpaceRows}, off-heap.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                  Key (chunk &lt;&lt; 3 | space class)               |
 *  |                          0: no row                            |
 *  +---------------------------------------------------------------+
 *  |                           Segments                            |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                     Nominal bytes of them                     |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                    Reposition destinations                    |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                     Nominal bytes of them                     |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class SpaceRowsLayout {
    static final int KEY_OFFSET = 0;
    static final int SEGMENTS_OFFSET = KEY_OFFSET + Long.BYTES;
    static final int BYTES_OFFSET = SEGMENTS_OFFSET + Long.BYTES;
    static final int RX_SEGMENTS_OFFSET = BYTES_OFFSET + Long.BYTES;
    static final int RX_BYTES_OFFSET = RX_SEGMENTS_OFFSET + Long.BYTES;
    static final int LENGTH = RX_BYTES_OFFSET + Long.BYTES;

    private SpaceRowsLayout() {}
}
