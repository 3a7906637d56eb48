package io.stowage.client.blocking;

/**
 * A hash over the whole state of the server.
 *
 * @param hash     over all tables.
 * @param position log position of that state.
 */
public record StateHash(long hash, long position) {}
