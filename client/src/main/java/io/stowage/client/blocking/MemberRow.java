package io.stowage.client.blocking;

/**
 * Where a member of a cluster shall run.
 *
 * @param member   id.
 * @param host     where its name leads; empty: to where the name itself leads.
 * @param endpoint name and port by which the cluster's configuration has it.
 */
public record MemberRow(int member, String host, String endpoint) {}
