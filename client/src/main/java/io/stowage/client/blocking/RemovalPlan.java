package io.stowage.client.blocking;

/**
 * What the removal of a chunk would take.
 *
 * @param bytes         nominal, to be moved.
 * @param segments      to be moved.
 * @param pendingBytes  reserved there and not yet reported.
 * @param freeElsewhere free bytes on other chunks of the pool.
 * @param feasible      whether everything fits elsewhere.
 */
public record RemovalPlan(long bytes, long segments, long pendingBytes, long freeElsewhere, boolean feasible) {}
