package io.stowage.engine.candidate;

import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.NodeTable;

/**
 * One order of all chunks: by pool, zone, rack, brick, node and row, so that every pool, and every domain and node within a
 * pool, is an interval of positions.
 *
 * <pre>
 *  for each position, 16 bytes                                 and apart, 8 bytes
 *    0 row of the chunk   4 its id   8 brick   12 rack           0 start of its node   4 its end
 *
 *  for each brick, rack and zone of a pool, in this order, 16 bytes
 *    0 start              4 end      8 of a rack: its zone
 * </pre>
 *
 * What each decision reads is small, so that it stays near the processor; what only crowded placements ask for stands apart.
 * A node that hangs under its rack without a brick is a brick of its own. The order follows from the rows alone, so that it is
 * the same after a restart. It is made anew by counting sorts, in time proportional to all chunks, when the topology has
 * changed and somebody asks.
 */
public final class TopologyOrder {
    /** Levels of a domain, from the smallest. */
    public static final int NODE = 0;

    /** A chassis, or a node without one. */
    public static final int BRICK = 1;

    /** A rack. */
    public static final int RACK = 2;

    /** A zone. */
    public static final int ZONE = 3;

    private static final int LEVELS = ZONE + 1;
    private static final int CHUNK = 0;
    private static final int ID = CHUNK + Integer.BYTES;
    private static final int BRICK_AT = ID + Integer.BYTES;
    private static final int RACK_AT = BRICK_AT + Integer.BYTES;
    private static final int STRIDE = RACK_AT + Integer.BYTES;
    private static final int NODE_STRIDE = 2 * Integer.BYTES;
    private static final int START = 0;
    private static final int END = START + Integer.BYTES;
    private static final int ZONE_AT = END + Integer.BYTES;
    private static final int INTERVAL_STRIDE = ZONE_AT + 2 * Integer.BYTES;

    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final DomainTable domains;
    private final TableBuffer buffer;
    private final TableBuffer nodeBounds;
    private final TableBuffer[] intervals = new TableBuffer[LEVELS];
    private final TableBuffer positions;
    private final int[] poolStarts;
    private final int[] domainCounts;
    private final int[] rankOfNode;
    private final int[] rows;
    private final int[] sorted;
    private final int[] counts;
    private final Key byBrick;
    private final Key byRack;
    private final Key byZone;
    private final Key byNodeRank;
    private final Key byPool;
    private int count;

    /**
     * Takes the memory.
     *
     * @param memory  to take it from.
     * @param chunks  to put in order.
     * @param nodes   machines.
     * @param domains zones, racks, bricks.
     * @param pools   at most.
     */
    public TopologyOrder(
            final TableMemory memory,
            final ChunkTable chunks,
            final NodeTable nodes,
            final DomainTable domains,
            final int pools) {
        this.chunks = chunks;
        this.nodes = nodes;
        this.domains = domains;
        buffer = memory.allocate((long) STRIDE * chunks.capacity());
        nodeBounds = memory.allocate((long) NODE_STRIDE * chunks.capacity());
        for (int level = BRICK; level < LEVELS; level++) {
            intervals[level] = memory.allocate((long) INTERVAL_STRIDE * chunks.capacity());
        }
        positions = memory.allocate((long) Integer.BYTES * chunks.capacity());
        poolStarts = new int[pools + 1];
        domainCounts = new int[LEVELS * pools];
        rankOfNode = new int[nodes.capacity()];
        final int most = Math.max(chunks.capacity(), nodes.capacity());
        rows = new int[most];
        sorted = new int[most];
        counts = new int[Math.max(Math.max(domains.capacity(), nodes.capacity()), pools) + 2];
        byBrick = node -> nodes.brick(node) + 1;
        byRack = nodes::rack;
        byZone = nodes::zone;
        byNodeRank = chunk -> rankOfNode[chunks.node(chunk)];
        byPool = chunks::pool;
    }

    /** Makes the order anew from the tables. */
    void build() {
        rankNodes();
        count = 0;
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            positions.putInt(chunk * Integer.BYTES, 0);
            if (chunks.isUsed(chunk)) {
                rows[count++] = chunk;
            }
        }
        sort(count, nodes.highWater(), byNodeRank);
        sort(count, poolStarts.length - 1, byPool);
        int pool = 0;
        for (int position = 0; position < count; position++) {
            while (pool <= chunks.pool(rows[position])) {
                poolStarts[pool++] = position;
            }
            buffer.putInt(position * STRIDE + CHUNK, rows[position]);
            buffer.putInt(position * STRIDE + ID, chunks.id(rows[position]));
            positions.putInt(rows[position] * Integer.BYTES, position + 1);
        }
        while (pool < poolStarts.length) {
            poolStarts[pool++] = count;
        }
        markNodes();
        java.util.Arrays.fill(domainCounts, 0);
        for (int level = ZONE; level >= BRICK; level--) {
            markIntervals(level);
        }
    }

    private void rankNodes() {
        int used = 0;
        for (int node = 0; node < nodes.highWater(); node++) {
            if (nodes.isUsed(node)) {
                rows[used++] = node;
            }
        }
        sort(used, domains.highWater() + 1, byBrick);
        sort(used, domains.highWater(), byRack);
        sort(used, domains.highWater(), byZone);
        for (int rank = 0; rank < used; rank++) {
            rankOfNode[rows[rank]] = rank;
        }
    }

    private interface Key {
        int of(int row);
    }

    /** A stable counting sort of the first rows. */
    private void sort(final int length, final int keys, final Key key) {
        java.util.Arrays.fill(counts, 0, keys + 1, 0);
        for (int i = 0; i < length; i++) {
            counts[key.of(rows[i]) + 1]++;
        }
        for (int i = 0; i < keys; i++) {
            counts[i + 1] += counts[i];
        }
        for (int i = 0; i < length; i++) {
            sorted[counts[key.of(rows[i])]++] = rows[i];
        }
        System.arraycopy(sorted, 0, rows, 0, length);
    }

    private void markNodes() {
        for (int start = 0; start < count; ) {
            final int end = endOfInterval(NODE, start);
            for (int position = start; position < end; position++) {
                nodeBounds.putInt(position * NODE_STRIDE + START, start);
                nodeBounds.putInt(position * NODE_STRIDE + END, end);
            }
            start = end;
        }
    }

    /** Larger domains first: a rack tells its zone, so that a position need not. */
    private void markIntervals(final int level) {
        int interval = 0;
        int zone = 0;
        for (int start = 0; start < count; interval++) {
            final int end = endOfInterval(level, start);
            final int at = interval * INTERVAL_STRIDE;
            intervals[level].putInt(at + START, start);
            intervals[level].putInt(at + END, end);
            domainCounts[chunks.pool(rows[start]) * LEVELS + level]++;
            if (level == RACK) {
                zone += start < intervals[ZONE].getInt(zone * INTERVAL_STRIDE + END) ? 0 : 1;
                intervals[RACK].putInt(at + ZONE_AT, zone);
            }
            for (int position = start; level != ZONE && position < end; position++) {
                buffer.putInt(position * STRIDE + (level == RACK ? RACK_AT : BRICK_AT), interval);
            }
            start = end;
        }
    }

    private int endOfInterval(final int level, final int start) {
        int end = start + 1;
        while (end < count && isSame(level, rows[end - 1], rows[end])) {
            end++;
        }
        return end;
    }

    private boolean isSame(final int level, final int chunk, final int other) {
        return chunks.pool(chunk) == chunks.pool(other)
                && domainOf(level, chunks.node(chunk)) == domainOf(level, chunks.node(other));
    }

    /** Row of a node's domain; a node without a brick stands for itself, told apart by its sign. */
    private int domainOf(final int level, final int node) {
        return switch (level) {
            case NODE -> node;
            case BRICK -> nodes.brick(node) == RowTable.NONE ? -2 - node : nodes.brick(node);
            case RACK -> nodes.rack(node);
            default -> nodes.zone(node);
        };
    }

    /**
     * Length of the order.
     *
     * @return positions.
     */
    int count() {
        return count;
    }

    /** Rows of pools, at most. */
    int pools() {
        return poolStarts.length - 1;
    }

    /**
     * First position of a pool.
     *
     * @param pool row.
     * @return position.
     */
    public int poolStart(final int pool) {
        return poolStarts[pool];
    }

    /**
     * Position behind the last of a pool.
     *
     * @param pool row.
     * @return position.
     */
    public int poolEnd(final int pool) {
        return poolStarts[pool + 1];
    }

    /**
     * Domains in which a pool has a chunk, whatever its state.
     *
     * @param pool  row.
     * @param level of {@link #BRICK} to {@link #ZONE}.
     * @return how many.
     */
    public int domains(final int pool, final int level) {
        return domainCounts[pool * LEVELS + level];
    }

    /**
     * Pool of a position.
     *
     * @param position in the order.
     * @return row.
     */
    int pool(final int position) {
        int pool = 0;
        while (position >= poolStarts[pool + 1]) {
            pool++;
        }
        return pool;
    }

    /**
     * Position of a chunk.
     *
     * @param chunk row.
     * @return position, or {@link RowTable#NONE} where it has none yet.
     */
    public int position(final int chunk) {
        return positions.getInt(chunk * Integer.BYTES) - 1;
    }

    /**
     * Loads the row of a position that is needed soon, so that it comes while something else is waited for.
     *
     * @param position in the order.
     * @return what was read.
     */
    public int touch(final int position) {
        return buffer.getInt(position * STRIDE + CHUNK);
    }

    /**
     * Chunk at a position.
     *
     * @param position below {@link #count}.
     * @return row.
     */
    public int chunk(final int position) {
        return buffer.getInt(position * STRIDE + CHUNK);
    }

    /**
     * Id of the chunk at a position.
     *
     * @param position below {@link #count}.
     * @return id.
     */
    public int id(final int position) {
        return buffer.getInt(position * STRIDE + ID);
    }

    /**
     * First position of the domain around a position, in the same pool.
     *
     * @param position of a chunk.
     * @param level    of {@link #NODE} to {@link #ZONE}.
     * @return position.
     */
    public int start(final int position, final int level) {
        return level == NODE
                ? nodeBounds.getInt(position * NODE_STRIDE + START)
                : intervals[level].getInt(intervalAt(position, level) + START);
    }

    /**
     * Position behind the last of the domain around a position, in the same pool.
     *
     * @param position of a chunk.
     * @param level    of {@link #NODE} to {@link #ZONE}.
     * @return position.
     */
    public int end(final int position, final int level) {
        return level == NODE
                ? nodeBounds.getInt(position * NODE_STRIDE + END)
                : intervals[level].getInt(intervalAt(position, level) + END);
    }

    private int intervalAt(final int position, final int level) {
        if (level == BRICK) {
            return buffer.getInt(position * STRIDE + BRICK_AT) * INTERVAL_STRIDE;
        }
        final int rack = buffer.getInt(position * STRIDE + RACK_AT) * INTERVAL_STRIDE;
        return level == RACK ? rack : intervals[RACK].getInt(rack + ZONE_AT) * INTERVAL_STRIDE;
    }

    /**
     * First position, in a pool, of the domain in which a node of any pool stands, or where it would be: the domain is
     * empty there if its end is the same.
     *
     * @param pool  row.
     * @param node  row.
     * @param level of {@link #NODE} to {@link #ZONE}.
     * @return position.
     */
    public int startOf(final int pool, final int node, final int level) {
        return search(pool, node, level, 0);
    }

    /**
     * Position behind the last, in a pool, of the domain in which a node of any pool stands.
     *
     * @param pool  row.
     * @param node  row.
     * @param level of {@link #NODE} to {@link #ZONE}.
     * @return position.
     */
    public int endOf(final int pool, final int node, final int level) {
        return search(pool, node, level, 1);
    }

    /**
     * First position of a zone in a pool, or where it would be.
     *
     * @param pool row.
     * @param zone row of the domain.
     * @return position.
     */
    public int startOfZone(final int pool, final int zone) {
        return searchZone(pool, zone);
    }

    /**
     * Position behind the last of a zone in a pool.
     *
     * @param pool row.
     * @param zone row of the domain.
     * @return position.
     */
    public int endOfZone(final int pool, final int zone) {
        return searchZone(pool, zone + 1);
    }

    private int searchZone(final int pool, final int zone) {
        int low = poolStart(pool);
        int high = poolEnd(pool);
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (nodes.zone(nodeAt(middle)) < zone) {
                low = end(middle, ZONE);
            } else {
                high = start(middle, ZONE);
            }
        }
        return low;
    }

    private int search(final int pool, final int node, final int level, final int least) {
        int low = poolStart(pool);
        int high = poolEnd(pool);
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (compare(nodeAt(middle), node, level) < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(final int node, final int other, final int level) {
        int order = Integer.compare(nodes.zone(node), nodes.zone(other));
        if (order == 0 && level <= RACK) {
            order = Integer.compare(nodes.rack(node), nodes.rack(other));
        }
        if (order == 0 && level <= BRICK) {
            order = Integer.compare(nodes.brick(node), nodes.brick(other));
        }
        final boolean byNode = level == NODE || nodes.brick(node) == RowTable.NONE;
        return order == 0 && level <= BRICK && byNode ? Integer.compare(node, other) : order;
    }

    private int nodeAt(final int position) {
        return chunks.node(chunk(position));
    }
}
