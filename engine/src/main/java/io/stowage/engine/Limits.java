package io.stowage.engine;

/**
 * How much the engine holds at most. All memory is taken from these at start; beyond a limit a command is refused with
 * {@code BUSY / LIMIT_REACHED} and the limit.
 *
 * @param nodes           physical machines.
 * @param domains         zones, racks and bricks together.
 * @param pools           storage pools.
 * @param chunks          storage daemons.
 * @param extentManagers  extent managers.
 * @param spaceRows       rows of all reports together: one for each extent manager, chunk and space class in use.
 * @param stagedRows      rows of all reports that are arriving at the same time.
 * @param reservationRows rows of open reservations: one for each extent manager, space version, chunk and space class.
 */
public record Limits(
        int nodes,
        int domains,
        int pools,
        int chunks,
        int extentManagers,
        int spaceRows,
        int stagedRows,
        int reservationRows) {
    /** Most chunks that any configuration may ask for. */
    public static final int MAX_CHUNKS = 1 << 17;

    /** Most extent managers that any configuration may ask for. */
    public static final int MAX_EXTENT_MANAGERS = 1 << 10;

    /** Space versions of one extent manager that may hold reservations at the same time. */
    public static final int VERSIONS_IN_FLIGHT = 8;

    /** Segments of an extent, replicas or k+m. */
    public static final int MAX_SEGMENTS_PER_EXTENT = 32;

    /** Segments of an extent that stand somewhere while one is placed: those that exist and those that are asked for. */
    public static final int MAX_PLACED = 2 * MAX_SEGMENTS_PER_EXTENT;

    /** Items of one request. */
    public static final int MAX_ITEMS_PER_REQUEST = 4_096;

    /** Segments that one request may ask for, over all its items: as many as a group of a reply can hold. */
    public static final int MAX_SEGMENTS_PER_REQUEST = 65_534;

    /** Members of a cluster. */
    public static final int MAX_MEMBERS = 16;

    /** Largest capacity of a tier of a chunk, and of a row of a report, bytes. */
    public static final long MAX_BYTES = 1L << 48;

    /** Checks the limits. */
    public Limits {
        require("nodes", nodes, MAX_CHUNKS);
        require("domains", domains, 1 << 20);
        require("pools", pools, 1 << 10);
        require("chunks", chunks, MAX_CHUNKS);
        require("extentManagers", extentManagers, MAX_EXTENT_MANAGERS);
        require("spaceRows", spaceRows, 20_000_000);
        require("stagedRows", stagedRows, 20_000_000);
        require("reservationRows", reservationRows, 20_000_000);
    }

    /**
     * Room for a mid-sized cluster: 16,384 chunks, 128 extent managers, a million rows; about 160 MiB.
     *
     * @return these limits.
     */
    public static Limits defaults() {
        return new Limits(16_384, 16_384, 64, 16_384, 128, 1 << 20, 1 << 18, 1 << 18);
    }

    /**
     * Room for tests and scenarios: 1,024 chunks, 32 extent managers; a few MiB.
     *
     * @return these limits.
     */
    public static Limits small() {
        return new Limits(1_024, 1_024, 16, 1_024, 32, 1 << 15, 1 << 14, 1 << 15);
    }

    private static void require(final String name, final int value, final int maximum) {
        if (value < 1 || value > maximum) {
            throw new IllegalArgumentException(
                    "limit " + name + " must be between 1 and " + maximum + ", not " + value);
        }
    }
}
