package io.stowage.engine.cluster;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * The one row of what there is once per cluster.
 *
 * <pre>
 *    0 clusterHigh        8 clusterLow         16 topologyVersion   24 nodeMapVersion
 *   32 topologyChangedAt 40 pausedMs           48 choiceState       56 reports owed | started
 *   64 nextChunkId | nextNodeId               72 nextPoolId | nextDomainId
 *   80 enabledCapabilities                    88 firstNewChunk | zeros
 *   96 licence: maxNodes | maxChunks         104 maxRawBytes        112 expiry      120 usedRawBytes
 *  128 capacity[tier]                        144 allocated[tier]
 *  160 eligible | healthy                    168 disconnected | lost
 *  176 isolated | removing                   184 lastTickAt
 * </pre>
 *
 * All times are milliseconds of the log's clock, all sums bytes.
 */
public final class ClusterTable extends RowTable {
    private static final int CLUSTER_HIGH = 0;
    private static final int CLUSTER_LOW = 8;
    private static final int TOPOLOGY_VERSION = 16;
    private static final int NODE_MAP_VERSION = 24;
    private static final int TOPOLOGY_CHANGED_AT = 32;
    private static final int PAUSED_MS = 40;
    private static final int CHOICE_STATE = 48;
    private static final int REPORTS_OWED = 56;
    private static final int STARTED = 60;
    private static final int NEXT_CHUNK_ID = 64;
    private static final int NEXT_NODE_ID = 68;
    private static final int NEXT_POOL_ID = 72;
    private static final int NEXT_DOMAIN_ID = 76;
    private static final int ENABLED_CAPABILITIES = 80;
    private static final int FIRST_NEW_CHUNK = 88;
    private static final int LICENCE_NODES = 96;
    private static final int LICENCE_CHUNKS = 100;
    private static final int LICENCE_RAW_BYTES = 104;
    private static final int LICENCE_EXPIRY = 112;
    private static final int USED_RAW_BYTES = 120;
    private static final int CAPACITY = 128;
    private static final int ALLOCATED = 144;
    private static final int COUNTS = 160;
    private static final int LAST_TICK_AT = 184;
    private static final int STRIDE = 192;

    private final int row;

    /**
     * Takes the memory.
     *
     * @param memory to take it from.
     */
    public ClusterTable(final TableMemory memory) {
        super(memory, "cluster", STRIDE, 1);
        row = offset(take());
        buffer.putInt(row + NEXT_CHUNK_ID, 1);
        buffer.putInt(row + NEXT_NODE_ID, 1);
        buffer.putInt(row + NEXT_POOL_ID, 1);
        buffer.putInt(row + NEXT_DOMAIN_ID, 1);
    }

    /** Numbers of chunks that are kept as they change. */
    public enum Count {
        /** Ready for new segments. */
        ELIGIBLE,
        /** HEALTHY or WARNING. */
        HEALTHY,
        /** DISCONNECTED. */
        DISCONNECTED,
        /** LOST. */
        LOST,
        /** Isolated for whatever reason. */
        ISOLATED,
        /** REMOVING. */
        REMOVING
    }

    /**
     * Gives the cluster its identity.
     *
     * @param clusterHigh high half of the UUID.
     * @param clusterLow  low half.
     * @param seed        of what varies in placement.
     */
    public void start(final long clusterHigh, final long clusterLow, final long seed) {
        buffer.putLong(row + CLUSTER_HIGH, clusterHigh);
        buffer.putLong(row + CLUSTER_LOW, clusterLow);
        buffer.putLong(row + CHOICE_STATE, seed);
        buffer.putInt(row + STARTED, 1);
    }

    /**
     * Whether it has an identity.
     *
     * @return true after {@link #start}.
     */
    public boolean isStarted() {
        return buffer.getInt(row + STARTED) != 0;
    }

    /**
     * The state starts afresh: ids below the given one belong to chunks that the cluster had.
     *
     * @param chunkId id of the first chunk that is new.
     */
    public void startAfresh(final int chunkId) {
        buffer.putInt(row + FIRST_NEW_CHUNK, chunkId);
        buffer.putInt(row + NEXT_CHUNK_ID, chunkId);
    }

    /**
     * Whether an id may be that of a chunk from before the state was started afresh.
     *
     * @param chunkId that a chunk says it had.
     * @return true if this state has never given it.
     */
    public boolean isFromBefore(final int chunkId) {
        return chunkId != 0 && Integer.compareUnsigned(chunkId, buffer.getInt(row + FIRST_NEW_CHUNK)) < 0;
    }

    /**
     * Extent managers that owe a report since the state was started afresh.
     *
     * @return how many; 0: space may be promised.
     */
    public int reportsOwed() {
        return buffer.getInt(row + REPORTS_OWED);
    }

    /**
     * One more or one fewer extent manager owes a report.
     *
     * @param delta more or less.
     */
    public void addReportsOwed(final int delta) {
        buffer.putInt(row + REPORTS_OWED, reportsOwed() + delta);
    }

    /**
     * High half of the cluster's UUID.
     *
     * @return 64 bits.
     */
    public long clusterHigh() {
        return buffer.getLong(row + CLUSTER_HIGH);
    }

    /**
     * Low half of the cluster's UUID.
     *
     * @return 64 bits.
     */
    public long clusterLow() {
        return buffer.getLong(row + CLUSTER_LOW);
    }

    /**
     * Raised at every change of the topology.
     *
     * @return version.
     */
    public long topologyVersion() {
        return buffer.getLong(row + TOPOLOGY_VERSION);
    }

    /**
     * Raised at every change of the set of nodes.
     *
     * @return version.
     */
    public long nodeMapVersion() {
        return buffer.getLong(row + NODE_MAP_VERSION);
    }

    /**
     * Raises the topology version.
     *
     * @param timestampMs of the change.
     */
    public void raiseTopologyVersion(final long timestampMs) {
        buffer.putLong(row + TOPOLOGY_VERSION, topologyVersion() + 1);
        buffer.putLong(row + TOPOLOGY_CHANGED_AT, timestampMs);
    }

    /** Raises the node map version. */
    public void raiseNodeMapVersion() {
        buffer.putLong(row + NODE_MAP_VERSION, nodeMapVersion() + 1);
    }

    /**
     * When the topology changed last.
     *
     * @return milliseconds.
     */
    public long topologyChangedAtMs() {
        return buffer.getLong(row + TOPOLOGY_CHANGED_AT);
    }

    /**
     * How long Stowage itself was paused, over all pauses: nobody is blamed for that time.
     *
     * @return milliseconds.
     */
    public long pausedMs() {
        return buffer.getLong(row + PAUSED_MS);
    }

    /**
     * Adds a pause.
     *
     * @param durationMs of it.
     */
    public void addPause(final long durationMs) {
        buffer.putLong(row + PAUSED_MS, pausedMs() + durationMs);
    }

    /**
     * Time of the last tick.
     *
     * @return milliseconds; 0: none yet.
     */
    public long lastTickAtMs() {
        return buffer.getLong(row + LAST_TICK_AT);
    }

    /**
     * Notes a tick.
     *
     * @param timestampMs of it.
     */
    public void lastTickAtMs(final long timestampMs) {
        buffer.putLong(row + LAST_TICK_AT, timestampMs);
    }

    /**
     * Where the generator stands, to take draws back that came to nothing.
     *
     * @return its state.
     */
    public long drawn() {
        return buffer.getLong(row + CHOICE_STATE);
    }

    /**
     * Takes draws back.
     *
     * @param state of {@link #drawn()} before them.
     */
    public void undraw(final long state) {
        buffer.putLong(row + CHOICE_STATE, state);
    }

    /**
     * Draws a number from the generator that is part of the state: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
     *
     * @return 64 well mixed bits.
     */
    public long draw() {
        final long state = buffer.getLong(row + CHOICE_STATE) + 0x9E3779B97F4A7C15L;
        buffer.putLong(row + CHOICE_STATE, state);
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /**
     * Draws a number below a bound: the high half of a product (Lemire, "Fast random integer generation in an interval",
     * 2019, without the rejection, whose bias of 2<sup>-32</sup> does not matter here).
     *
     * @param bound at least 1.
     * @return from 0 to bound - 1.
     */
    public int drawBelow(final int bound) {
        return (int) (((draw() >>> 32) * bound) >>> 32);
    }

    /**
     * Takes the next chunk id.
     *
     * @return id, never given before.
     */
    public int nextChunkId() {
        return next(NEXT_CHUNK_ID);
    }

    /**
     * Takes the next node id.
     *
     * @return id, never given before.
     */
    public int nextNodeId() {
        return next(NEXT_NODE_ID);
    }

    /**
     * Takes the next pool id.
     *
     * @return id, never given before.
     */
    public int nextPoolId() {
        return next(NEXT_POOL_ID);
    }

    /**
     * Takes the next domain id.
     *
     * @return id, never given before.
     */
    public int nextDomainId() {
        return next(NEXT_DOMAIN_ID);
    }

    /**
     * Capabilities that every registered chunk has and nobody holds back.
     *
     * @return bits.
     */
    public long enabledCapabilities() {
        return buffer.getLong(row + ENABLED_CAPABILITIES);
    }

    /**
     * Nodes that the licence allows.
     *
     * @return count; 0: without limit.
     */
    public int licensedNodes() {
        return buffer.getInt(row + LICENCE_NODES);
    }

    /**
     * Chunks that the licence allows.
     *
     * @return count; 0: without limit.
     */
    public int licensedChunks() {
        return buffer.getInt(row + LICENCE_CHUNKS);
    }

    /**
     * Raw capacity that the licence allows.
     *
     * @return bytes; 0: without limit.
     */
    public long licensedRawBytes() {
        return buffer.getLong(row + LICENCE_RAW_BYTES);
    }

    /**
     * When the licence ends.
     *
     * @return milliseconds; 0: never.
     */
    public long licenceExpiryMs() {
        return buffer.getLong(row + LICENCE_EXPIRY);
    }

    /**
     * Whether the licence has ended.
     *
     * @param timestampMs now, by the log's clock.
     * @return true after its expiry.
     */
    public boolean isLicenceExpired(final long timestampMs) {
        final long expiryMs = licenceExpiryMs();
        return expiryMs != 0 && timestampMs > expiryMs;
    }

    /**
     * Takes over a licence.
     *
     * @param maxNodes    nodes; 0: without limit.
     * @param maxChunks   chunks; 0: without limit.
     * @param maxRawBytes bytes; 0: without limit.
     * @param expiryMs    milliseconds; 0: never.
     */
    public void licence(final int maxNodes, final int maxChunks, final long maxRawBytes, final long expiryMs) {
        buffer.putInt(row + LICENCE_NODES, maxNodes);
        buffer.putInt(row + LICENCE_CHUNKS, maxChunks);
        buffer.putLong(row + LICENCE_RAW_BYTES, maxRawBytes);
        buffer.putLong(row + LICENCE_EXPIRY, expiryMs);
    }

    /**
     * Raw capacity registered.
     *
     * @return bytes.
     */
    public long usedRawBytes() {
        return buffer.getLong(row + USED_RAW_BYTES);
    }

    /**
     * Changes the raw capacity registered.
     *
     * @param delta bytes.
     */
    public void addUsedRawBytes(final long delta) {
        buffer.putLong(row + USED_RAW_BYTES, usedRawBytes() + delta);
    }

    /**
     * Valid capacity of a tier over all chunks.
     *
     * @param tier code.
     * @return bytes.
     */
    public long capacity(final int tier) {
        return buffer.getLong(row + CAPACITY + tier * Long.BYTES);
    }

    /**
     * Changes the sum of capacities.
     *
     * @param tier  code.
     * @param delta bytes.
     */
    public void addCapacity(final int tier, final long delta) {
        buffer.putLong(row + CAPACITY + tier * Long.BYTES, capacity(tier) + delta);
    }

    /**
     * Allocated bytes of a tier over all chunks.
     *
     * @param tier code.
     * @return bytes.
     */
    public long allocated(final int tier) {
        return buffer.getLong(row + ALLOCATED + tier * Long.BYTES);
    }

    /**
     * Changes the sum of allocated bytes.
     *
     * @param tier  code.
     * @param delta bytes.
     */
    public void addAllocated(final int tier, final long delta) {
        buffer.putLong(row + ALLOCATED + tier * Long.BYTES, allocated(tier) + delta);
    }

    /**
     * A number of chunks.
     *
     * @param count which.
     * @return chunks.
     */
    public int count(final Count count) {
        return buffer.getInt(row + COUNTS + count.ordinal() * Integer.BYTES);
    }

    /**
     * Changes a number of chunks.
     *
     * @param count which.
     * @param delta 1 or -1.
     */
    public void add(final Count count, final int delta) {
        buffer.putInt(row + COUNTS + count.ordinal() * Integer.BYTES, count(count) + delta);
    }

    private int next(final int field) {
        final int id = buffer.getInt(row + field);
        buffer.putInt(row + field, id + 1);
        return id;
    }
}
