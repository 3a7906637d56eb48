package io.stowage.client.blocking;

/**
 * A storage pool.
 *
 * @param pool   id.
 * @param name   name.
 * @param chunks how many are in it.
 */
public record PoolRow(int pool, String name, int chunks) {}
