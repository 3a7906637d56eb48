package io.stowage.client.blocking;

/**
 * What came of a command that makes something.
 *
 * @param outcome how it ended.
 * @param id      of the node, chunk or pool; 0 where refused.
 */
public record Created(Outcome outcome, int id) {}
