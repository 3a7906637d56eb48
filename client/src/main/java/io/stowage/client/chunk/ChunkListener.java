package io.stowage.client.chunk;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;

/** What a chunk hears. Calls come from {@code poll()}; none may call {@code poll()} again. */
public interface ChunkListener {
    /**
     * The chunk was registered, or was known already.
     *
     * @param chunk id, to be kept.
     * @param node  id.
     */
    default void onRegistered(final int chunk, final int node) {}

    /**
     * A keepalive was acknowledged.
     *
     * @param fence      of the ack, a log position.
     * @param health     as the server sees it.
     * @param adminState what the operator wants.
     * @param isolation  whether it gets nothing new though it is alive.
     */
    default void onAck(final long fence, final Health health, final AdminState adminState, final Isolation isolation) {}

    /**
     * A keepalive was taken but for the capacity that the licence does not cover; its ack follows.
     *
     * @param licensedBytes raw capacity of the licence.
     * @param wantedBytes   raw capacity of the cluster with this chunk's growth.
     */
    default void onUnlicensed(final long licensedBytes, final long wantedBytes) {}

    /**
     * The set of capabilities that are enabled in the cluster changed.
     *
     * @param enabled bits.
     */
    default void onCapabilities(final long enabled) {}

    /**
     * The map of the cluster changed: pull the new one.
     *
     * @param topologyVersion of zones, racks, bricks and places.
     * @param nodeMapVersion  of the set of nodes.
     */
    default void onTopology(final long topologyVersion, final long nodeMapVersion) {}

    /**
     * A registration or keepalive was refused; it is tried again by itself.
     *
     * @param result   why.
     * @param reason   what stands behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     */
    default void onRefused(final ResultCode result, final Reason reason, final long expected, final long found) {}

    /**
     * The server refused this chunk for good (a newer incarnation is known, another cluster, removed): nothing is sent any
     * more.
     *
     * @param result   why.
     * @param reason   what stands behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     */
    default void onStopped(final ResultCode result, final Reason reason, final long expected, final long found) {}

    /**
     * Another member of the cluster leads. The session goes on there by itself; the next ack carries the first new fence.
     *
     * @param memberId of the new leader.
     */
    default void onLeaderChange(final int memberId) {}

    /**
     * Any other event came.
     *
     * @param templateId of the message.
     * @param buffer     with the frame; valid only during the call.
     * @param offset     of its message header, bytes.
     * @param length     of the frame, bytes.
     */
    default void onEvent(final int templateId, final DirectBuffer buffer, final int offset, final int length) {}
}
