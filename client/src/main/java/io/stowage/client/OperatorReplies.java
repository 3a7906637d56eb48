package io.stowage.client;

import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.ChunksReplyDecoder;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.ConfigReplyDecoder;
import io.stowage.codecs.EmsReplyDecoder;
import io.stowage.codecs.HeadroomReplyDecoder;
import io.stowage.codecs.LicenceReplyDecoder;
import io.stowage.codecs.MemberListReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.NodesReplyDecoder;
import io.stowage.codecs.PoolReplyDecoder;
import io.stowage.codecs.PoolsReplyDecoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.RemovalReplyDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.StateHashReplyDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.codecs.TopologyReplyDecoder;
import org.agrona.DirectBuffer;

/** Decodes what an operator hears, and calls the listener. Reusable, allocates nothing. */
final class OperatorReplies {
    /** Instead of a correlation id: the frame answers no command. */
    static final long EVENT = 0;

    private static final int FIRST_REPLY = 200;
    private static final int LAST_REPLY = 299;

    private final OperatorListener listener;
    private final FrameReader reader = new FrameReader();
    private final ReplyHeaderDecoder header = new ReplyHeaderDecoder();
    private final CommandReplyDecoder command = new CommandReplyDecoder();
    private final RegisterNodeReplyDecoder registerNode = new RegisterNodeReplyDecoder();
    private final RegisterChunkReplyDecoder registerChunk = new RegisterChunkReplyDecoder();
    private final PoolReplyDecoder pool = new PoolReplyDecoder();
    private final ReserveForAllocationReplyDecoder reserved = new ReserveForAllocationReplyDecoder();
    private final StateHashReplyDecoder stateHash = new StateHashReplyDecoder();
    private final SpaceReplyDecoder space = new SpaceReplyDecoder();
    private final ChunksReplyDecoder chunks = new ChunksReplyDecoder();
    private final NodesReplyDecoder nodes = new NodesReplyDecoder();
    private final EmsReplyDecoder ems = new EmsReplyDecoder();
    private final PoolsReplyDecoder pools = new PoolsReplyDecoder();
    private final TopologyReplyDecoder topology = new TopologyReplyDecoder();
    private final StatusReplyDecoder status = new StatusReplyDecoder();
    private final ConfigReplyDecoder config = new ConfigReplyDecoder();
    private final HeadroomReplyDecoder headroom = new HeadroomReplyDecoder();
    private final LicenceReplyDecoder licence = new LicenceReplyDecoder();
    private final MemberListReplyDecoder memberList = new MemberListReplyDecoder();
    private final ReservationsReplyDecoder reservations = new ReservationsReplyDecoder();
    private final RemovalReplyDecoder removal = new RemovalReplyDecoder();

    OperatorReplies(final OperatorListener listener) {
        this.listener = listener;
    }

    /** That of the command which the frame answers, or {@link #EVENT}; every reply begins with its header. */
    long correlationId(final DirectBuffer frame, final int offset, final int length) {
        if (!reader.wrap(frame, offset, length)
                || reader.templateId() < FIRST_REPLY
                || reader.templateId() > LAST_REPLY
                || length < MessageHeaderDecoder.ENCODED_LENGTH + ReplyHeaderDecoder.ENCODED_LENGTH) {
            return EVENT;
        }
        return header.wrap(frame, offset + MessageHeaderDecoder.ENCODED_LENGTH).correlationId();
    }

    void onEvent(final DirectBuffer frame, final int offset, final int length) {
        if (reader.wrap(frame, offset, length)) {
            listener.onEvent(reader.templateId(), frame, offset, length);
        }
    }

    void onReply(final long correlationId, final DirectBuffer frame, final int offset, final int length) {
        reader.wrap(frame, offset, length);
        final MessageHeaderDecoder head = reader.header();
        final int templateId = reader.templateId();
        if (listener.onReplyFrame(correlationId, templateId, frame, offset, length)) {
            return;
        }
        switch (templateId) {
            case CommandReplyDecoder.TEMPLATE_ID -> {
                command.wrapAndApplyHeader(frame, offset, head);
                told(correlationId, command.header(), command.expected(), command.found(), 0);
            }
            case RegisterNodeReplyDecoder.TEMPLATE_ID -> {
                registerNode.wrapAndApplyHeader(frame, offset, head);
                final ReplyHeaderDecoder of = registerNode.header();
                told(correlationId, of, registerNode.expected(), registerNode.found(), (int) registerNode.node());
            }
            case RegisterChunkReplyDecoder.TEMPLATE_ID -> {
                registerChunk.wrapAndApplyHeader(frame, offset, head);
                final ReplyHeaderDecoder of = registerChunk.header();
                told(correlationId, of, registerChunk.expected(), registerChunk.found(), (int) registerChunk.chunk());
            }
            case PoolReplyDecoder.TEMPLATE_ID -> {
                pool.wrapAndApplyHeader(frame, offset, head);
                told(correlationId, pool.header(), pool.expected(), pool.found(), (int) pool.pool());
            }
            case ReserveForAllocationReplyDecoder.TEMPLATE_ID ->
                listener.onReserved(correlationId, reserved.wrapAndApplyHeader(frame, offset, head));
            case StateHashReplyDecoder.TEMPLATE_ID -> {
                stateHash.wrapAndApplyHeader(frame, offset, head);
                final long position = stateHash.header().position();
                listener.onStateHash(correlationId, stateHash.hash(), position);
            }
            case SpaceReplyDecoder.TEMPLATE_ID ->
                listener.onSpace(correlationId, space.wrapAndApplyHeader(frame, offset, head));
            case ChunksReplyDecoder.TEMPLATE_ID ->
                listener.onChunks(correlationId, chunks.wrapAndApplyHeader(frame, offset, head));
            case NodesReplyDecoder.TEMPLATE_ID ->
                listener.onNodes(correlationId, nodes.wrapAndApplyHeader(frame, offset, head));
            case EmsReplyDecoder.TEMPLATE_ID ->
                listener.onEms(correlationId, ems.wrapAndApplyHeader(frame, offset, head));
            case PoolsReplyDecoder.TEMPLATE_ID ->
                listener.onPools(correlationId, pools.wrapAndApplyHeader(frame, offset, head));
            case TopologyReplyDecoder.TEMPLATE_ID ->
                listener.onTopology(correlationId, topology.wrapAndApplyHeader(frame, offset, head));
            case StatusReplyDecoder.TEMPLATE_ID ->
                listener.onStatus(correlationId, status.wrapAndApplyHeader(frame, offset, head));
            case ConfigReplyDecoder.TEMPLATE_ID ->
                listener.onConfig(correlationId, config.wrapAndApplyHeader(frame, offset, head));
            case LicenceReplyDecoder.TEMPLATE_ID ->
                listener.onLicence(correlationId, licence.wrapAndApplyHeader(frame, offset, head));
            case MemberListReplyDecoder.TEMPLATE_ID ->
                listener.onMemberList(correlationId, memberList.wrapAndApplyHeader(frame, offset, head));
            case HeadroomReplyDecoder.TEMPLATE_ID ->
                listener.onHeadroom(correlationId, headroom.wrapAndApplyHeader(frame, offset, head));
            case ReservationsReplyDecoder.TEMPLATE_ID ->
                listener.onReservations(correlationId, reservations.wrapAndApplyHeader(frame, offset, head));
            case RemovalReplyDecoder.TEMPLATE_ID ->
                listener.onRemoval(correlationId, removal.wrapAndApplyHeader(frame, offset, head));
            default -> {
                header.wrap(frame, offset + MessageHeaderDecoder.ENCODED_LENGTH);
                told(correlationId, header, 0, 0, 0);
            }
        }
    }

    private void told(
            final long correlationId,
            final ReplyHeaderDecoder of,
            final long expected,
            final long found,
            final int id) {
        listener.onReply(correlationId, of.result(), of.reason(), expected, found, of.position(), id);
    }
}
