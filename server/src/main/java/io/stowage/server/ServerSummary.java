package io.stowage.server;

/**
 * Where a server stood when it stopped.
 *
 * @param position  of the log, bytes.
 * @param commands  entries in the log since it began.
 * @param stateHash over the whole state; a replay of the journal gives the same.
 */
public record ServerSummary(long position, long commands, long stateHash) {}
