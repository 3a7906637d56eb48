package io.stowage.server.cluster;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.MaintenanceDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.NodesQueryEncoder;
import io.stowage.codecs.NodesReplyDecoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.FirstBlock;
import io.stowage.engine.Engine;
import io.stowage.engine.ReplySink;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells when a leader must let another member lead because the node on which it stands is in maintenance: when an operator puts the
 * node into it, and when the member is elected meanwhile; this only once, for else members that all stand on such nodes would pass
 * the leadership round for ever. Belongs to the service's thread of the moment.
 */
final class MaintenanceWatch implements ReplySink {
    private static final int LEAST_BLOCK_LENGTH = FirstBlock.length(MaintenanceDecoder.class);

    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + NodesQueryEncoder.BLOCK_LENGTH;
    private static final long NOBODY = 0;

    private final String node;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[LENGTH]);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NodesQueryEncoder encoder = new NodesQueryEncoder();
    private final NodesReplyDecoder reply = new NodesReplyDecoder();
    private final MaintenanceDecoder maintenance = new MaintenanceDecoder();
    private long next;
    private boolean isInMaintenance;
    private boolean hasYielded;

    /**
     * Of one member, however often it joins.
     *
     * @param node name or id of the node on which it stands; empty: it is not known, and nothing is watched.
     */
    MaintenanceWatch(final String node) {
        this.node = node;
    }

    /** Whether an entry that was applied a moment ago has put this member's node into maintenance. */
    boolean wantsToYield(final Engine engine, final DirectBuffer buffer, final int offset, final int length) {
        if (node.isEmpty() || Engine.templateId(buffer, offset, length) != MaintenanceDecoder.TEMPLATE_ID) {
            return false;
        }
        header.wrap(buffer, offset);
        if (header.blockLength() < LEAST_BLOCK_LENGTH) {
            return false;
        }
        maintenance.wrapAndApplyHeader(buffer, offset, header);
        if (maintenance.on() != BooleanType.TRUE || maintenance.node() == 0) {
            return false;
        }
        isInMaintenance = false;
        ask(engine, maintenance.node() - 1, 1);
        return isInMaintenance;
    }

    /** Whether this member, which was elected a moment ago, should not be the leader. */
    boolean wantsToYield(final Engine engine) {
        if (node.isEmpty() || !engine.isStarted()) {
            return false;
        }
        isOn(engine);
        final boolean wantsTo = isInMaintenance && !hasYielded;
        hasYielded = isInMaintenance;
        return wantsTo;
    }

    /** Whether this member's node is in maintenance. Looks at all nodes. */
    boolean isOn(final Engine engine) {
        isInMaintenance = false;
        next = 0;
        do {
            ask(engine, next, 0);
        } while (next != 0);
        return isInMaintenance;
    }

    private void ask(final Engine engine, final long after, final int pageSize) {
        encoder.wrapAndApplyHeader(query, 0, headerEncoder)
                .header()
                .clusterHigh(engine.clusterHigh())
                .clusterLow(engine.clusterLow())
                .role(Role.OPERATOR);
        encoder.after(after).pageSize(pageSize);
        next = 0;
        engine.onQuery(NOBODY, query, 0, LENGTH, this);
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        if (Engine.templateId(buffer, offset, length) != NodesReplyDecoder.TEMPLATE_ID) {
            return;
        }
        reply.wrapAndApplyHeader(buffer, offset, header);
        next = reply.next();
        for (final NodesReplyDecoder.RowsDecoder row : reply.rows()) {
            if (row.maintenance() == BooleanType.TRUE
                    && (node.equals(row.name()) || node.equals(Long.toString(row.node())))) {
                isInMaintenance = true;
            }
        }
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        throw new IllegalStateException("a query has no events");
    }
}
