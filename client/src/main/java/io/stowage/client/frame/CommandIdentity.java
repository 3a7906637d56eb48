package io.stowage.client.frame;

import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.Role;

/**
 * Who sends: fills the header of every command, and numbers the commands.
 *
 * <p>Correlation ids start at 1 and never repeat within one identity, across reconnects too, so that a reply that comes
 * late is never taken for another's. Not thread-safe.
 */
public final class CommandIdentity {
    private final Role role;
    private long clusterHigh;
    private long clusterLow;
    private long incarnation;
    private int sender;
    private long lastCorrelationId;

    /**
     * An identity that does not know its cluster yet.
     *
     * @param role        of the sender.
     * @param sender      id of the extent manager or chunk; 0 for the others, and for a chunk that has none yet.
     * @param incarnation raised at each restart or leader change of the sender.
     */
    public CommandIdentity(final Role role, final int sender, final long incarnation) {
        this.role = role;
        this.sender = sender;
        this.incarnation = incarnation;
    }

    /**
     * Tells the cluster that every command names.
     *
     * @param high half of its UUID.
     * @param low  half of its UUID.
     * @return this.
     */
    public CommandIdentity cluster(final long high, final long low) {
        clusterHigh = high;
        clusterLow = low;
        return this;
    }

    /**
     * Tells the id under which a chunk was registered.
     *
     * @param id of the sender.
     * @return this.
     */
    public CommandIdentity sender(final int id) {
        sender = id;
        return this;
    }

    /**
     * Raises the incarnation.
     *
     * @param value the new one.
     * @return this.
     */
    public CommandIdentity incarnation(final long value) {
        incarnation = value;
        return this;
    }

    /**
     * Whether a cluster was told.
     *
     * @return false while both halves are 0.
     */
    public boolean knowsCluster() {
        return clusterHigh != 0 || clusterLow != 0;
    }

    /**
     * High half of the cluster's UUID.
     *
     * @return 0 while unknown.
     */
    public long clusterHigh() {
        return clusterHigh;
    }

    /**
     * Low half of the cluster's UUID.
     *
     * @return 0 while unknown.
     */
    public long clusterLow() {
        return clusterLow;
    }

    /**
     * Role of the sender.
     *
     * @return the role.
     */
    public Role role() {
        return role;
    }

    /**
     * Id of the sender.
     *
     * @return 0 for none.
     */
    public int sender() {
        return sender;
    }

    /**
     * Incarnation of the sender.
     *
     * @return the incarnation.
     */
    public long incarnation() {
        return incarnation;
    }

    /**
     * Takes the next correlation id.
     *
     * @return positive, never used before.
     */
    public long nextCorrelationId() {
        return ++lastCorrelationId;
    }

    /**
     * Fills a header as this sender.
     *
     * @param header        of the command.
     * @param correlationId to be returned by the reply.
     */
    public void writeTo(final CommandHeaderEncoder header, final long correlationId) {
        writeTo(header, correlationId, sender, incarnation);
    }

    /**
     * Fills a header on behalf of another sender, as an operator may.
     *
     * @param header            of the command.
     * @param correlationId     to be returned by the reply.
     * @param actingFor         id of the extent manager or chunk.
     * @param actingIncarnation its incarnation.
     */
    public void writeTo(
            final CommandHeaderEncoder header,
            final long correlationId,
            final int actingFor,
            final long actingIncarnation) {
        header.clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .correlationId(correlationId)
                .incarnation(actingIncarnation)
                .sender(actingFor)
                .role(role)
                .putReserved((short) 0, (short) 0, (short) 0);
    }
}
