package io.stowage.client.space;

import io.stowage.codecs.DrainMode;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;

/**
 * What an extent manager hears. Every request ends in exactly one of {@link #onReserved},
 * {@link #onRepositionReserved}, {@link #onFreed}, {@link #onRefused} and {@link #onUnknown}. Calls come from {@code poll()}; none may call {@code poll()} again.
 */
public interface ExtentListener {
    /**
     * A reservation was answered; items that were refused say so in their own result.
     *
     * @param correlationId of the request.
     * @param version       space version of the request.
     * @param reply         valid only during the call.
     * @return what becomes of the locations.
     */
    ReserveAction onReserved(long correlationId, long version, ReserveForAllocationReplyDecoder reply);

    /**
     * Repositions were answered; items that were refused say so in their own result and have no destination.
     *
     * <p>{@link ReserveAction#ACCEPT}: the tables hold every destination as a running reposition, which ends with
     * {@link ExtentProtocol#endReposition}, or with {@link ExtentProtocol#freeForReposition} if it was never begun.
     *
     * @param correlationId of the request.
     * @param version       space version of the request.
     * @param reply         valid only during the call.
     * @return what becomes of the destinations; unless overridden, they are given back.
     */
    default ReserveAction onRepositionReserved(
            final long correlationId, final long version, final ReserveForRepositionReplyDecoder reply) {
        return ReserveAction.ABANDON;
    }

    /**
     * Space was given back.
     *
     * @param correlationId of the request.
     */
    default void onFreed(final long correlationId) {}

    /**
     * A request was refused: nothing was reserved or given back.
     *
     * @param correlationId of the request.
     * @param result        why.
     * @param reason        what stands behind it.
     * @param expected      figure of the reason.
     * @param found         figure of the reason.
     */
    default void onRefused(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {}

    /**
     * No reply came in time, the session was lost, or another leader took over: whether the request took effect is not known. Asking again is safe;
     * what the first try reserved disappears with the next report. A reply that still comes is dropped.
     *
     * @param correlationId of the request.
     */
    default void onUnknown(final long correlationId) {}

    /**
     * The server knows this extent manager: requests are taken from now on.
     *
     * @param version space version of new requests.
     */
    default void onReady(final long version) {}

    /**
     * A report took effect: reservations of lower versions are settled.
     *
     * @param version  of the report.
     * @param rows     of the report.
     * @param position log position.
     */
    default void onReported(final long version, final long rows, final long position) {}

    /**
     * A report did not take effect; the next one is tried by itself.
     *
     * @param version  of the report.
     * @param result   why; {@link ResultCode#NULL_VAL} where no reply came in time.
     * @param reason   what stands behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     */
    default void onReportFailed(
            final long version, final ResultCode result, final Reason reason, final long expected, final long found) {}

    /**
     * A delta was refused or got no reply: a full report that holds what it told is asked for by itself.
     *
     * @param result   why; {@link ResultCode#NULL_VAL} where no reply came in time, or the session was lost.
     * @param reason   what stands behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     */
    default void onDeltaFailed(final ResultCode result, final Reason reason, final long expected, final long found) {}

    /**
     * The server refused this extent manager for good (a newer incarnation is known, another cluster, not authorised):
     * nothing is sent any more.
     *
     * @param result   why.
     * @param reason   what stands behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     */
    default void onStopped(final ResultCode result, final Reason reason, final long expected, final long found) {}

    /**
     * The modes of migrating, draining and elevating are told for the first time, or have changed.
     *
     * @param migrate what may be migrated; {@link MigrateStrategy#NOT_ALLOWED} while somebody needs recover.
     * @param drain   how hard to sink data out of the performance tier.
     * @param elevate whether elevating is allowed.
     */
    default void onModes(final MigrateStrategy migrate, final DrainMode drain, final boolean elevate) {}

    /**
     * The versions of topology and node map are told for the first time, or have changed: whoever holds a map of other versions
     * pulls it anew.
     *
     * @param topologyVersion of the server.
     * @param nodeMapVersion  of the server.
     */
    default void onTopology(final long topologyVersion, final long nodeMapVersion) {}

    /**
     * Another member of the cluster leads. The session goes on there by itself: requests that were not answered end with
     * {@link #onUnknown} right after this, and {@link #onReady} tells when new ones are taken.
     *
     * @param memberId of the new leader.
     */
    default void onLeaderChange(final int memberId) {}

    /**
     * Another event came: slots, chunk states, capabilities, lease owners.
     *
     * @param templateId of the message.
     * @param buffer     with the frame; valid only during the call.
     * @param offset     of its message header, bytes.
     * @param length     of the frame, bytes.
     */
    default void onEvent(final int templateId, final DirectBuffer buffer, final int offset, final int length) {}
}
