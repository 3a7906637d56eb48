package io.stowage.engine.command;

import io.stowage.codecs.*;
import io.stowage.codecs.wire.Protocol;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the lengths of a frame tell the truth: fixed blocks, groups within groups, nothing cut off and nothing over.
 * A frame that passes can be decoded without ever reading beyond its end. Keeps no state, allocates nothing.
 */
public final class CommandShape {
    private static final int GROUP_HEADER_LENGTH = GroupSizeEncodingEncoder.ENCODED_LENGTH;
    private static final int LIES = -1;
    private static final int TOO_MANY = -2;
    private static final CommandShape[] NO_GROUPS = {};
    private static final @Nullable CommandShape[] BY_TEMPLATE = byTemplate();

    private final int blockLength;
    private final CommandShape[] groups;

    private CommandShape(final int blockLength, final CommandShape... groups) {
        this.blockLength = blockLength;
        this.groups = groups;
    }

    /**
     * Checks a frame.
     *
     * @param buffer holding it.
     * @param offset of its SBE header.
     * @param length bytes.
     * @return {@link Reason#NONE} if it can be decoded, else what is wrong with it.
     */
    public static Reason check(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return Reason.TRUNCATED;
        }
        if (Frame.schemaId(buffer, offset) != MessageHeaderDecoder.SCHEMA_ID) {
            return Reason.WRONG_SCHEMA;
        }
        final int templateId = Frame.templateId(buffer, offset);
        final CommandShape shape = templateId < BY_TEMPLATE.length ? BY_TEMPLATE[templateId] : null;
        if (shape == null) {
            return Reason.UNKNOWN_TEMPLATE;
        }
        final int blockLength = Frame.blockLength(buffer, offset);
        final int end = offset + length;
        final int afterBlock = offset + MessageHeaderDecoder.ENCODED_LENGTH + blockLength;
        if (blockLength < shape.blockLength || afterBlock > end) {
            return Reason.TRUNCATED;
        }
        final int limit = walk(shape, buffer, afterBlock, end);
        if (limit == TOO_MANY) {
            return Reason.TOO_MANY_ITEMS;
        }
        return limit == end ? Reason.NONE : Reason.TRUNCATED;
    }

    private static int walk(final CommandShape shape, final DirectBuffer buffer, final int start, final int end) {
        int limit = start;
        for (final CommandShape group : shape.groups) {
            if (limit + GROUP_HEADER_LENGTH > end) {
                return LIES;
            }
            final int entryLength = Frame.unsignedShort(buffer, limit);
            final int count = Frame.unsignedShort(buffer, limit + Short.BYTES);
            limit += GROUP_HEADER_LENGTH;
            if (count > Protocol.MAX_GROUP_ENTRIES) {
                return TOO_MANY;
            }
            if (entryLength < group.blockLength) {
                return LIES;
            }
            for (int i = 0; i < count; i++) {
                limit += entryLength;
                if (limit > end) {
                    return LIES;
                }
                if (group.groups.length > 0) {
                    limit = walk(group, buffer, limit, end);
                    if (limit < 0) {
                        return limit;
                    }
                }
            }
        }
        return limit;
    }

    private static CommandShape group(final int blockLength, final CommandShape... groups) {
        return new CommandShape(blockLength, groups);
    }

    private static @Nullable CommandShape[] byTemplate() {
        final Map<Integer, CommandShape> shapes = new HashMap<>();
        topology(shapes);
        extentManagers(shapes);
        control(shapes);
        queries(shapes);
        final @Nullable CommandShape[] byTemplate = new CommandShape[StartAfreshDecoder.TEMPLATE_ID + 1];
        shapes.forEach((templateId, shape) -> byTemplate[templateId] = shape);
        return byTemplate;
    }

    private static void plain(final Map<Integer, CommandShape> shapes, final int templateId, final int blockLength) {
        shapes.put(templateId, new CommandShape(blockLength, NO_GROUPS));
    }

    private static void topology(final Map<Integer, CommandShape> shapes) {
        plain(shapes, RegisterNodeDecoder.TEMPLATE_ID, RegisterNodeDecoder.BLOCK_LENGTH);
        plain(shapes, MoveNodeDecoder.TEMPLATE_ID, MoveNodeDecoder.BLOCK_LENGTH);
        plain(shapes, RemoveNodeDecoder.TEMPLATE_ID, RemoveNodeDecoder.BLOCK_LENGTH);
        plain(shapes, MaintenanceDecoder.TEMPLATE_ID, MaintenanceDecoder.BLOCK_LENGTH);
        plain(shapes, RegisterChunkDecoder.TEMPLATE_ID, RegisterChunkDecoder.BLOCK_LENGTH);
        plain(shapes, RemoveChunkDecoder.TEMPLATE_ID, RemoveChunkDecoder.BLOCK_LENGTH);
        plain(shapes, CancelRemovalDecoder.TEMPLATE_ID, CancelRemovalDecoder.BLOCK_LENGTH);
        plain(shapes, CompleteRemovalDecoder.TEMPLATE_ID, CompleteRemovalDecoder.BLOCK_LENGTH);
        plain(shapes, IsolateDecoder.TEMPLATE_ID, IsolateDecoder.BLOCK_LENGTH);
        plain(shapes, CreatePoolDecoder.TEMPLATE_ID, CreatePoolDecoder.BLOCK_LENGTH);
        plain(shapes, RemovePoolDecoder.TEMPLATE_ID, RemovePoolDecoder.BLOCK_LENGTH);
        plain(shapes, MoveChunkDecoder.TEMPLATE_ID, MoveChunkDecoder.BLOCK_LENGTH);
        shapes.put(
                KeepAliveDecoder.TEMPLATE_ID,
                new CommandShape(
                        KeepAliveDecoder.BLOCK_LENGTH,
                        group(KeepAliveDecoder.TiersDecoder.sbeBlockLength()),
                        group(KeepAliveDecoder.PeersDecoder.sbeBlockLength())));
    }

    private static void extentManagers(final Map<Integer, CommandShape> shapes) {
        plain(shapes, ConnectEmDecoder.TEMPLATE_ID, ConnectEmDecoder.BLOCK_LENGTH);
        plain(shapes, RemoveEmDecoder.TEMPLATE_ID, RemoveEmDecoder.BLOCK_LENGTH);
        shapes.put(
                EmHeartbeatDecoder.TEMPLATE_ID,
                new CommandShape(
                        EmHeartbeatDecoder.BLOCK_LENGTH,
                        group(EmHeartbeatDecoder.QuotasDecoder.sbeBlockLength()),
                        group(EmHeartbeatDecoder.UnusableDecoder.sbeBlockLength())));
        shapes.put(
                ReserveForAllocationDecoder.TEMPLATE_ID,
                new CommandShape(
                        ReserveForAllocationDecoder.BLOCK_LENGTH,
                        group(
                                ReserveForAllocationDecoder.ItemsDecoder.sbeBlockLength(),
                                group(ReserveForAllocationDecoder.ItemsDecoder.ExcludeDecoder.sbeBlockLength()),
                                group(ReserveForAllocationDecoder.ItemsDecoder.ExistingDecoder.sbeBlockLength()))));
        shapes.put(
                FreeForAllocationDecoder.TEMPLATE_ID,
                new CommandShape(
                        FreeForAllocationDecoder.BLOCK_LENGTH,
                        group(FreeForAllocationDecoder.ChunksDecoder.sbeBlockLength())));
        shapes.put(
                ReserveForRepositionDecoder.TEMPLATE_ID,
                new CommandShape(
                        ReserveForRepositionDecoder.BLOCK_LENGTH,
                        group(
                                ReserveForRepositionDecoder.ItemsDecoder.sbeBlockLength(),
                                group(ReserveForRepositionDecoder.ItemsDecoder.SourcesDecoder.sbeBlockLength()),
                                group(ReserveForRepositionDecoder.ItemsDecoder.ExcludeDecoder.sbeBlockLength()))));
        shapes.put(
                FreeForRepositionDecoder.TEMPLATE_ID,
                new CommandShape(
                        FreeForRepositionDecoder.BLOCK_LENGTH,
                        group(FreeForRepositionDecoder.ChunksDecoder.sbeBlockLength())));
        plain(shapes, ReportSpaceBeginDecoder.TEMPLATE_ID, ReportSpaceBeginDecoder.BLOCK_LENGTH);
        shapes.put(
                ReportSpaceRowsDecoder.TEMPLATE_ID,
                new CommandShape(
                        ReportSpaceRowsDecoder.BLOCK_LENGTH,
                        group(ReportSpaceRowsDecoder.RowsDecoder.sbeBlockLength())));
        plain(shapes, ReportSpaceEndDecoder.TEMPLATE_ID, ReportSpaceEndDecoder.BLOCK_LENGTH);
        shapes.put(
                SpaceDeltaDecoder.TEMPLATE_ID,
                new CommandShape(
                        SpaceDeltaDecoder.BLOCK_LENGTH, group(SpaceDeltaDecoder.RowsDecoder.sbeBlockLength())));
        shapes.put(
                UpdateProvisionDecoder.TEMPLATE_ID,
                new CommandShape(
                        UpdateProvisionDecoder.BLOCK_LENGTH,
                        group(UpdateProvisionDecoder.RowsDecoder.sbeBlockLength())));
        shapes.put(
                RemoveExtentsDecoder.TEMPLATE_ID,
                new CommandShape(
                        RemoveExtentsDecoder.BLOCK_LENGTH, group(RemoveExtentsDecoder.RowsDecoder.sbeBlockLength())));
    }

    private static void control(final Map<Integer, CommandShape> shapes) {
        plain(shapes, PauseRebalanceDecoder.TEMPLATE_ID, PauseRebalanceDecoder.BLOCK_LENGTH);
        plain(shapes, RebalanceWindowDecoder.TEMPLATE_ID, RebalanceWindowDecoder.BLOCK_LENGTH);
        plain(shapes, DeclareLostDecoder.TEMPLATE_ID, DeclareLostDecoder.BLOCK_LENGTH);
        plain(shapes, HoldCapabilityDecoder.TEMPLATE_ID, HoldCapabilityDecoder.BLOCK_LENGTH);
        plain(shapes, SetLicenceDecoder.TEMPLATE_ID, SetLicenceDecoder.BLOCK_LENGTH);
        shapes.put(
                SetMemberListDecoder.TEMPLATE_ID,
                new CommandShape(
                        SetMemberListDecoder.BLOCK_LENGTH,
                        group(SetMemberListDecoder.MembersDecoder.sbeBlockLength())));
        plain(shapes, SetConfigDecoder.TEMPLATE_ID, SetConfigDecoder.BLOCK_LENGTH);
        plain(shapes, ClusterStartDecoder.TEMPLATE_ID, ClusterStartDecoder.BLOCK_LENGTH);
        plain(shapes, TickDecoder.TEMPLATE_ID, TickDecoder.BLOCK_LENGTH);
        plain(shapes, SessionClosedDecoder.TEMPLATE_ID, SessionClosedDecoder.BLOCK_LENGTH);
        shapes.put(
                StartAfreshDecoder.TEMPLATE_ID,
                new CommandShape(
                        StartAfreshDecoder.BLOCK_LENGTH, group(StartAfreshDecoder.EmsDecoder.sbeBlockLength())));
    }

    private static void queries(final Map<Integer, CommandShape> shapes) {
        plain(shapes, SpaceQueryDecoder.TEMPLATE_ID, SpaceQueryDecoder.BLOCK_LENGTH);
        plain(shapes, ChunksQueryDecoder.TEMPLATE_ID, ChunksQueryDecoder.BLOCK_LENGTH);
        plain(shapes, NodesQueryDecoder.TEMPLATE_ID, NodesQueryDecoder.BLOCK_LENGTH);
        plain(shapes, EmsQueryDecoder.TEMPLATE_ID, EmsQueryDecoder.BLOCK_LENGTH);
        plain(shapes, PoolsQueryDecoder.TEMPLATE_ID, PoolsQueryDecoder.BLOCK_LENGTH);
        plain(shapes, StatusQueryDecoder.TEMPLATE_ID, StatusQueryDecoder.BLOCK_LENGTH);
        plain(shapes, StateHashQueryDecoder.TEMPLATE_ID, StateHashQueryDecoder.BLOCK_LENGTH);
        plain(shapes, ConfigQueryDecoder.TEMPLATE_ID, ConfigQueryDecoder.BLOCK_LENGTH);
        plain(shapes, TopologyQueryDecoder.TEMPLATE_ID, TopologyQueryDecoder.BLOCK_LENGTH);
        plain(shapes, LicenceQueryDecoder.TEMPLATE_ID, LicenceQueryDecoder.BLOCK_LENGTH);
        shapes.put(
                LeaseOwnerQueryDecoder.TEMPLATE_ID,
                new CommandShape(
                        LeaseOwnerQueryDecoder.BLOCK_LENGTH,
                        group(LeaseOwnerQueryDecoder.SegmentsDecoder.sbeBlockLength())));
        plain(shapes, RemovalQueryDecoder.TEMPLATE_ID, RemovalQueryDecoder.BLOCK_LENGTH);
        plain(shapes, ReservationsQueryDecoder.TEMPLATE_ID, ReservationsQueryDecoder.BLOCK_LENGTH);
        plain(shapes, HeadroomQueryDecoder.TEMPLATE_ID, HeadroomQueryDecoder.BLOCK_LENGTH);
    }
}
