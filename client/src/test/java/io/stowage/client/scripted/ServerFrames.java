package io.stowage.client.scripted;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CommandReplyEncoder;
import io.stowage.codecs.ConnectEmReplyEncoder;
import io.stowage.codecs.DrainMode;
import io.stowage.codecs.EmHeartbeatReplyEncoder;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.KeepAliveReplyEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.ModeChangedEncoder;
import io.stowage.codecs.NodesReplyEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkReplyEncoder;
import io.stowage.codecs.RegisterNodeReplyEncoder;
import io.stowage.codecs.ReplyHeaderEncoder;
import io.stowage.codecs.ReportSpaceReplyEncoder;
import io.stowage.codecs.ReportWantedEncoder;
import io.stowage.codecs.ReservationsReplyEncoder;
import io.stowage.codecs.ReserveForAllocationReplyEncoder;
import io.stowage.codecs.ReserveForRepositionReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.TopologyChangedEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Encodes what a server sends. Each method returns the length of the frame, which starts at offset 0 of {@link #buffer}. */
public final class ServerFrames {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageHeaderEncoder head = new MessageHeaderEncoder();
    private final ReserveForAllocationReplyEncoder reserved = new ReserveForAllocationReplyEncoder();
    private final ReserveForRepositionReplyEncoder repositioned = new ReserveForRepositionReplyEncoder();
    private final EmHeartbeatReplyEncoder heartbeat = new EmHeartbeatReplyEncoder();
    private final CommandReplyEncoder command = new CommandReplyEncoder();
    private long position = 1000;

    public DirectBuffer buffer() {
        return buffer;
    }

    public int command(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        command.wrapAndApplyHeader(buffer, 0, head);
        fill(command.header(), correlationId, result, reason);
        command.expected(expected).found(found);
        return MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    }

    public int connectEm(final long correlationId, final long lastVersion, final boolean reportWanted) {
        final ConnectEmReplyEncoder reply = new ConnectEmReplyEncoder().wrapAndApplyHeader(buffer, 0, head);
        fill(reply.header(), correlationId, ResultCode.OK, Reason.NONE);
        reply.expected(0)
                .found(0)
                .lastVersion(lastVersion)
                .topologyVersion(1)
                .nodeMapVersion(1)
                .extentBytes(256L << 20)
                .thinBlockBytes(256L << 10)
                .enabledCapabilities(0)
                .reportWanted(reportWanted ? BooleanType.TRUE : BooleanType.FALSE);
        return MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    }

    public int reservations(final long correlationId, final long... versions) {
        final ReservationsReplyEncoder reply = new ReservationsReplyEncoder().wrapAndApplyHeader(buffer, 0, head);
        fill(reply.header(), correlationId, ResultCode.OK, Reason.NONE);
        final ReservationsReplyEncoder.RowsEncoder rows = reply.rowsCount(versions.length);
        for (final long version : versions) {
            rows.next().version(version).since(1).bytes(1).rxBytes(0).segments(1);
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    }

    /** One item an array: the chunks of one extent. */
    public int reserved(final long correlationId, final long segmentBytes, final int[]... items) {
        reserved.wrapAndApplyHeader(buffer, 0, head);
        fill(reserved.header(), correlationId, ResultCode.OK, Reason.NONE);
        reserved.expected(0).found(0);
        final ReserveForAllocationReplyEncoder.ItemsEncoder group = reserved.itemsCount(items.length);
        for (final int[] chunks : items) {
            group.next().segmentBytes(segmentBytes).extents(1);
            group.funnel()
                    .registered(0)
                    .inPool(0)
                    .inUse(0)
                    .healthy(0)
                    .notIsolated(0)
                    .tier(0)
                    .space(0)
                    .spread(0);
            group.segmentsPerExtent((short) chunks.length).result(ResultCode.OK);
            final ReserveForAllocationReplyEncoder.ItemsEncoder.ChunksEncoder ids = group.chunksCount(chunks.length);
            for (final int chunk : chunks) {
                ids.next().chunk(chunk);
            }
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + reserved.encodedLength();
    }

    /** One item a destination; 0: refused for want of space. */
    public int repositionReserved(final long correlationId, final long segmentBytes, final int... destinations) {
        repositioned.wrapAndApplyHeader(buffer, 0, head);
        fill(repositioned.header(), correlationId, ResultCode.OK, Reason.NONE);
        repositioned.expected(0).found(0);
        final ReserveForRepositionReplyEncoder.ItemsEncoder group = repositioned.itemsCount(destinations.length);
        for (final int destination : destinations) {
            group.next()
                    .segmentBytes(segmentBytes)
                    .source(destination == 0 ? 0 : 1)
                    .destination(destination);
            group.funnel()
                    .registered(0)
                    .inPool(0)
                    .inUse(0)
                    .healthy(0)
                    .notIsolated(0)
                    .tier(0)
                    .space(0)
                    .spread(0);
            group.result(destination == 0 ? ResultCode.NO_SPACE : ResultCode.OK);
            final ReserveForRepositionReplyEncoder.ItemsEncoder.RankedEncoder ranked =
                    group.rankedCount(destination == 0 ? 0 : 2);
            if (destination != 0) {
                ranked.next().chunk(1);
                ranked.next().chunk(2);
            }
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + repositioned.encodedLength();
    }

    public int report(
            final long correlationId,
            final long version,
            final ResultCode result,
            final Reason reason,
            final long expected) {
        final ReportSpaceReplyEncoder reply = new ReportSpaceReplyEncoder().wrapAndApplyHeader(buffer, 0, head);
        fill(reply.header(), correlationId, result, reason);
        reply.expected(expected).found(0).version(version).rows(0);
        return MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    }

    public int heartbeat(
            final long correlationId,
            final long topologyVersion,
            final MigrateStrategy migrate,
            final boolean reportWanted) {
        heartbeat.wrapAndApplyHeader(buffer, 0, head);
        fill(heartbeat.header(), correlationId, ResultCode.OK, Reason.NONE);
        heartbeat
                .expected(0)
                .found(0)
                .topologyVersion(topologyVersion)
                .nodeMapVersion(1)
                .migrate(migrate)
                .drain(DrainMode.SLOW)
                .elevate(BooleanType.TRUE)
                .reportWanted(reportWanted ? BooleanType.TRUE : BooleanType.FALSE);
        heartbeat.quotasCount(0);
        heartbeat.movesCount(0);
        return MessageHeaderEncoder.ENCODED_LENGTH + heartbeat.encodedLength();
    }

    public int modeChanged(final MigrateStrategy migrate) {
        final ModeChangedEncoder event = new ModeChangedEncoder().wrapAndApplyHeader(buffer, 0, head);
        event.position(position).migrate(migrate).drain(DrainMode.SLOW).elevate(BooleanType.TRUE);
        return MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength();
    }

    public int topologyChanged(final long topologyVersion) {
        final TopologyChangedEncoder event = new TopologyChangedEncoder().wrapAndApplyHeader(buffer, 0, head);
        event.position(position).topologyVersion(topologyVersion).nodeMapVersion(1);
        return MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength();
    }

    public int reportWanted(final int em) {
        final ReportWantedEncoder event = new ReportWantedEncoder().wrapAndApplyHeader(buffer, 0, head);
        event.position(position).em(em);
        return MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength();
    }

    public int registerNode(final long correlationId, final int node) {
        final RegisterNodeReplyEncoder reply = new RegisterNodeReplyEncoder().wrapAndApplyHeader(buffer, 0, head);
        fill(reply.header(), correlationId, ResultCode.OK, Reason.NONE);
        reply.expected(0).found(0).topologyVersion(1).node(node);
        return MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    }

    public int registerChunk(final long correlationId, final int chunk, final int node) {
        final RegisterChunkReplyEncoder reply = new RegisterChunkReplyEncoder().wrapAndApplyHeader(buffer, 0, head);
        fill(reply.header(), correlationId, ResultCode.OK, Reason.NONE);
        reply.expected(0)
                .found(0)
                .topologyVersion(1)
                .enabledCapabilities(0)
                .chunk(chunk)
                .node(node);
        return MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    }

    public int keepAlive(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long fence,
            final long capabilities) {
        final KeepAliveReplyEncoder reply = new KeepAliveReplyEncoder().wrapAndApplyHeader(buffer, 0, head);
        fill(reply.header(), correlationId, result, reason);
        reply.expected(0)
                .found(0)
                .fence(fence)
                .topologyVersion(1)
                .nodeMapVersion(1)
                .enabledCapabilities(capabilities)
                .health(Health.HEALTHY)
                .adminState(AdminState.IN_USE)
                .isolation(Isolation.NONE);
        return MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    }

    /** A page of nodes with the given ids; behind the last of them the client is to ask again where there is more. */
    public int nodes(final long correlationId, final boolean more, final int... ids) {
        final NodesReplyEncoder reply = new NodesReplyEncoder().wrapAndApplyHeader(buffer, 0, head);
        fill(reply.header(), correlationId, ResultCode.OK, Reason.NONE);
        reply.next(more ? ids[ids.length - 1] : 0);
        final NodesReplyEncoder.RowsEncoder rows = reply.rowsCount(ids.length);
        for (final int id : ids) {
            rows.next().dataIp().high(0).low(0xFFFF_0A00_0000L | id);
            rows.maintenanceUntil(0)
                    .node(id)
                    .chunks(2)
                    .maintenance(BooleanType.FALSE)
                    .name("n" + id)
                    .zone("z1")
                    .rack("r1")
                    .brick("");
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + reply.encodedLength();
    }

    private void fill(
            final ReplyHeaderEncoder header, final long correlationId, final ResultCode result, final Reason reason) {
        position += 64;
        header.correlationId(correlationId).position(position).reason(reason).result(result);
        for (int i = 0; i < ReplyHeaderEncoder.reservedLength(); i++) {
            header.reserved(i, (short) 0);
        }
    }
}
