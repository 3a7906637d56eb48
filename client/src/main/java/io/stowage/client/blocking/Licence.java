package io.stowage.client.blocking;

/**
 * The licence and what is used of it; a limit of 0 is none.
 *
 * @param maxNodes     nodes.
 * @param nodes        registered.
 * @param maxChunks    chunks.
 * @param chunks       registered.
 * @param maxRawBytes  raw capacity.
 * @param usedRawBytes raw capacity registered.
 * @param expiryMs     milliseconds of the log's clock; 0: never.
 */
public record Licence(
        long maxNodes, long nodes, long maxChunks, long chunks, long maxRawBytes, long usedRawBytes, long expiryMs) {}
