package io.stowage.engine.candidate;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * The room of every chunk that takes segments, whatever its size, view by view: for a segment larger than an extent, and to
 * count what fits where a request is refused. A view is opened by a look at all chunks, followed until the end of the command and
 * then closed, so that a command looks at all chunks once for each view that it asks for, however many items it has, and
 * one that asks for none pays nothing.
 */
public final class RoomIndex {
    private final TopologyOrder order;
    private final CandidateIndex index;
    private final MaxTree rooms;
    private int open;
    private long changes;

    RoomIndex(final TableMemory memory, final TopologyOrder order, final CandidateIndex index, final int chunks) {
        this.order = order;
        this.index = index;
        rooms = new MaxTree(memory, View.COUNT, chunks);
    }

    /**
     * Opens a view, unless it is open.
     *
     * @param view of {@link View}.
     */
    public void open(final int view) {
        if ((open & 1 << view) == 0) {
            for (int position = 0; position < order.count(); position++) {
                rooms.collect(view, position, index.roomIn(view, order.chunk(position)));
            }
            rooms.raise(view, order.count());
            open |= 1 << view;
            changes++;
        }
    }

    /** Closes all views: from now on nothing is followed. */
    public void close() {
        open = 0;
    }

    boolean isOpen() {
        return open != 0;
    }

    /** The space of a chunk changed. */
    void follow(final int chunk, final int tier, final int position) {
        for (int left = open & View.maskOf(tier); left != 0; left &= left - 1) {
            final int view = Integer.numberOfTrailingZeros(left);
            rooms.set(view, position, index.roomIn(view, chunk));
        }
        changes++;
    }

    /**
     * Changes so far: a count is true while this stays the same.
     *
     * @return a counter.
     */
    public long changes() {
        return changes;
    }

    /**
     * The position with the most room.
     *
     * @param view open.
     * @param from first position.
     * @param to   position behind the last.
     * @return the first of the roomiest, or {@link RowTable#NONE} if none has any.
     */
    public int roomiest(final int view, final int from, final int to) {
        return rooms.positionOfMax(view, from, to);
    }

    /**
     * Room at a position.
     *
     * @param view     open.
     * @param position in the order.
     * @return bytes.
     */
    public long roomAt(final int view, final int position) {
        return rooms.value(view, position);
    }

    /**
     * How many chunks have room for a segment.
     *
     * @param view  open.
     * @param from  first position.
     * @param to    position behind the last.
     * @param bytes of the segment, at least 1.
     * @return how many.
     */
    public int count(final int view, final int from, final int to, final long bytes) {
        return rooms.countAtLeast(view, from, to, bytes);
    }
}
