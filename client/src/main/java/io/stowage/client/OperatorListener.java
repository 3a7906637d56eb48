package io.stowage.client;

import io.stowage.codecs.ChunksReplyDecoder;
import io.stowage.codecs.ConfigReplyDecoder;
import io.stowage.codecs.EmsReplyDecoder;
import io.stowage.codecs.HeadroomReplyDecoder;
import io.stowage.codecs.LicenceReplyDecoder;
import io.stowage.codecs.MemberListReplyDecoder;
import io.stowage.codecs.NodesReplyDecoder;
import io.stowage.codecs.PoolsReplyDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemovalReplyDecoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.codecs.TopologyReplyDecoder;
import org.agrona.DirectBuffer;

/**
 * What an operator hears. Every command and query ends in exactly one call. Flyweights are valid only during the call; pages
 * of listings say with {@code next()} behind which id to ask again, 0 meaning that that was all.
 */
public interface OperatorListener {
    /**
     * Before any reply is decoded.
     *
     * @param correlationId of the command.
     * @param templateId    of the reply.
     * @param buffer        with the frame; valid only during the call.
     * @param offset        of its message header, bytes.
     * @param length        of the frame, bytes.
     * @return true if the listener took it: none of the other methods is called then.
     */
    default boolean onReplyFrame(
            final long correlationId,
            final int templateId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        return false;
    }

    /**
     * A command ended, or a query was refused.
     *
     * @param correlationId of the command.
     * @param result        how.
     * @param reason        what stands behind it.
     * @param expected      figure of the reason.
     * @param found         figure of the reason.
     * @param position      log position.
     * @param id            node, chunk or pool that the reply names; 0: none.
     */
    default void onReply(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found,
            final long position,
            final int id) {}

    /**
     * No reply came in time, the session was lost, or another leader took over: whether the command took effect is not known.
     *
     * @param correlationId of the command.
     */
    default void onUnknown(final long correlationId) {}

    /**
     * Space by term.
     *
     * @param correlationId of the query.
     * @param reply         one page.
     */
    default void onSpace(final long correlationId, final SpaceReplyDecoder reply) {}

    /**
     * Chunks.
     *
     * @param correlationId of the query.
     * @param reply         one page.
     */
    default void onChunks(final long correlationId, final ChunksReplyDecoder reply) {}

    /**
     * Nodes.
     *
     * @param correlationId of the query.
     * @param reply         one page.
     */
    default void onNodes(final long correlationId, final NodesReplyDecoder reply) {}

    /**
     * Extent managers.
     *
     * @param correlationId of the query.
     * @param reply         one page.
     */
    default void onEms(final long correlationId, final EmsReplyDecoder reply) {}

    /**
     * Pools.
     *
     * @param correlationId of the query.
     * @param reply         one page.
     */
    default void onPools(final long correlationId, final PoolsReplyDecoder reply) {}

    /**
     * Zones, racks and bricks.
     *
     * @param correlationId of the query.
     * @param reply         one page.
     */
    default void onTopology(final long correlationId, final TopologyReplyDecoder reply) {}

    /**
     * Health and sums of the cluster.
     *
     * @param correlationId of the query.
     * @param reply         all of it.
     */
    default void onStatus(final long correlationId, final StatusReplyDecoder reply) {}

    /**
     * Hash over the whole state.
     *
     * @param correlationId of the query.
     * @param hash          at the position.
     * @param position      log position.
     */
    default void onStateHash(final long correlationId, final long hash, final long position) {}

    /**
     * Configuration of the cluster.
     *
     * @param correlationId of the query.
     * @param reply         all keys.
     */
    default void onConfig(final long correlationId, final ConfigReplyDecoder reply) {}

    /**
     * The licence.
     *
     * @param correlationId of the query.
     * @param reply         limits and use.
     */
    default void onLicence(final long correlationId, final LicenceReplyDecoder reply) {}

    /**
     * Where the members of the cluster shall run.
     *
     * @param correlationId of the query.
     * @param reply         the list.
     */
    default void onMemberList(final long correlationId, final MemberListReplyDecoder reply) {}

    /**
     * What each pool could lose.
     *
     * @param correlationId of the query.
     * @param reply         one page.
     */
    default void onHeadroom(final long correlationId, final HeadroomReplyDecoder reply) {}

    /**
     * Open reservations of an extent manager.
     *
     * @param correlationId of the query.
     * @param reply         by version.
     */
    default void onReservations(final long correlationId, final ReservationsReplyDecoder reply) {}

    /**
     * What the removal of a chunk would take.
     *
     * @param correlationId of the query.
     * @param reply         the drain contract.
     */
    default void onRemoval(final long correlationId, final RemovalReplyDecoder reply) {}

    /**
     * Locations that were reserved for an extent manager.
     *
     * @param correlationId of the command.
     * @param reply         item by item.
     */
    default void onReserved(final long correlationId, final ReserveForAllocationReplyDecoder reply) {}

    /**
     * An event came.
     *
     * @param templateId of the message.
     * @param buffer     with the frame; valid only during the call.
     * @param offset     of its message header, bytes.
     * @param length     of the frame, bytes.
     */
    default void onEvent(final int templateId, final DirectBuffer buffer, final int offset, final int length) {}

    /**
     * Another member of the cluster leads. The session goes on there by itself: commands that were not answered and may be carried out
     * twice without harm are sent once more, the others end with {@link #onUnknown} right after this.
     *
     * @param memberId of the new leader.
     */
    default void onLeaderChange(final int memberId) {}

    /**
     * A session is open: commands are taken from now on.
     *
     * @param session the new one.
     */
    default void onConnected(final StowageClient session) {}

    /**
     * The session was lost, or none could be opened; the next one is tried by itself.
     *
     * @param failure one line.
     * @param isFinal true: refused for good, nothing is tried any more.
     */
    default void onDisconnected(final StowageException failure, final boolean isFinal) {}
}
