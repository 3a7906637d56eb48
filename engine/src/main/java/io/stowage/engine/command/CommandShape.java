package io.stowage.engine.command;

import io.stowage.codecs.*;
import io.stowage.codecs.wire.FirstBlock;
import io.stowage.codecs.wire.Protocol;
import java.util.HashMap;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the lengths of a frame tell the truth: fixed blocks, groups within groups, nothing cut off and nothing over.
 * A frame that passes can be decoded without ever reading beyond its end. Blocks must be as long as the version that introduced the
 * message has them, for what was appended later is not there in the frames of older clients and journals. Keeps no state, allocates
 * nothing.
 */
public final class CommandShape {
    private static final int GROUP_HEADER_LENGTH = GroupSizeEncodingEncoder.ENCODED_LENGTH;
    private static final int LIES = -1;
    private static final int TOO_MANY = -2;
    private static final CommandShape[] NO_GROUPS = {};
    private static final @Nullable CommandShape[] BY_TEMPLATE = byTemplate();

    private final int blockLength;
    private final CommandShape[] groups;

    private CommandShape(final Class<?> decoder, final CommandShape... groups) {
        this.blockLength = FirstBlock.length(decoder);
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

    private static CommandShape group(final Class<?> decoder, final CommandShape... groups) {
        return new CommandShape(decoder, groups);
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

    private static void plain(final Map<Integer, CommandShape> shapes, final int templateId, final Class<?> decoder) {
        shapes.put(templateId, new CommandShape(decoder, NO_GROUPS));
    }

    private static void topology(final Map<Integer, CommandShape> shapes) {
        plain(shapes, RegisterNodeDecoder.TEMPLATE_ID, RegisterNodeDecoder.class);
        plain(shapes, MoveNodeDecoder.TEMPLATE_ID, MoveNodeDecoder.class);
        plain(shapes, RemoveNodeDecoder.TEMPLATE_ID, RemoveNodeDecoder.class);
        plain(shapes, MaintenanceDecoder.TEMPLATE_ID, MaintenanceDecoder.class);
        plain(shapes, RegisterChunkDecoder.TEMPLATE_ID, RegisterChunkDecoder.class);
        plain(shapes, RemoveChunkDecoder.TEMPLATE_ID, RemoveChunkDecoder.class);
        plain(shapes, CancelRemovalDecoder.TEMPLATE_ID, CancelRemovalDecoder.class);
        plain(shapes, CompleteRemovalDecoder.TEMPLATE_ID, CompleteRemovalDecoder.class);
        plain(shapes, IsolateDecoder.TEMPLATE_ID, IsolateDecoder.class);
        plain(shapes, CreatePoolDecoder.TEMPLATE_ID, CreatePoolDecoder.class);
        plain(shapes, RemovePoolDecoder.TEMPLATE_ID, RemovePoolDecoder.class);
        plain(shapes, MoveChunkDecoder.TEMPLATE_ID, MoveChunkDecoder.class);
        shapes.put(
                KeepAliveDecoder.TEMPLATE_ID,
                new CommandShape(
                        KeepAliveDecoder.class,
                        group(KeepAliveDecoder.TiersDecoder.class),
                        group(KeepAliveDecoder.PeersDecoder.class)));
    }

    private static void extentManagers(final Map<Integer, CommandShape> shapes) {
        plain(shapes, ConnectEmDecoder.TEMPLATE_ID, ConnectEmDecoder.class);
        plain(shapes, RemoveEmDecoder.TEMPLATE_ID, RemoveEmDecoder.class);
        shapes.put(
                EmHeartbeatDecoder.TEMPLATE_ID,
                new CommandShape(
                        EmHeartbeatDecoder.class,
                        group(EmHeartbeatDecoder.QuotasDecoder.class),
                        group(EmHeartbeatDecoder.UnusableDecoder.class)));
        shapes.put(
                ReserveForAllocationDecoder.TEMPLATE_ID,
                new CommandShape(
                        ReserveForAllocationDecoder.class,
                        group(
                                ReserveForAllocationDecoder.ItemsDecoder.class,
                                group(ReserveForAllocationDecoder.ItemsDecoder.ExcludeDecoder.class),
                                group(ReserveForAllocationDecoder.ItemsDecoder.ExistingDecoder.class))));
        shapes.put(
                FreeForAllocationDecoder.TEMPLATE_ID,
                new CommandShape(FreeForAllocationDecoder.class, group(FreeForAllocationDecoder.ChunksDecoder.class)));
        shapes.put(
                ReserveForRepositionDecoder.TEMPLATE_ID,
                new CommandShape(
                        ReserveForRepositionDecoder.class,
                        group(
                                ReserveForRepositionDecoder.ItemsDecoder.class,
                                group(ReserveForRepositionDecoder.ItemsDecoder.SourcesDecoder.class),
                                group(ReserveForRepositionDecoder.ItemsDecoder.ExcludeDecoder.class))));
        shapes.put(
                FreeForRepositionDecoder.TEMPLATE_ID,
                new CommandShape(FreeForRepositionDecoder.class, group(FreeForRepositionDecoder.ChunksDecoder.class)));
        plain(shapes, ReportSpaceBeginDecoder.TEMPLATE_ID, ReportSpaceBeginDecoder.class);
        shapes.put(
                ReportSpaceRowsDecoder.TEMPLATE_ID,
                new CommandShape(ReportSpaceRowsDecoder.class, group(ReportSpaceRowsDecoder.RowsDecoder.class)));
        plain(shapes, ReportSpaceEndDecoder.TEMPLATE_ID, ReportSpaceEndDecoder.class);
        shapes.put(
                SpaceDeltaDecoder.TEMPLATE_ID,
                new CommandShape(SpaceDeltaDecoder.class, group(SpaceDeltaDecoder.RowsDecoder.class)));
        shapes.put(
                UpdateProvisionDecoder.TEMPLATE_ID,
                new CommandShape(UpdateProvisionDecoder.class, group(UpdateProvisionDecoder.RowsDecoder.class)));
        shapes.put(
                RemoveExtentsDecoder.TEMPLATE_ID,
                new CommandShape(RemoveExtentsDecoder.class, group(RemoveExtentsDecoder.RowsDecoder.class)));
    }

    private static void control(final Map<Integer, CommandShape> shapes) {
        plain(shapes, PauseRebalanceDecoder.TEMPLATE_ID, PauseRebalanceDecoder.class);
        plain(shapes, RebalanceWindowDecoder.TEMPLATE_ID, RebalanceWindowDecoder.class);
        plain(shapes, DeclareLostDecoder.TEMPLATE_ID, DeclareLostDecoder.class);
        plain(shapes, HoldCapabilityDecoder.TEMPLATE_ID, HoldCapabilityDecoder.class);
        plain(shapes, SetLicenceDecoder.TEMPLATE_ID, SetLicenceDecoder.class);
        shapes.put(
                SetMemberListDecoder.TEMPLATE_ID,
                new CommandShape(SetMemberListDecoder.class, group(SetMemberListDecoder.MembersDecoder.class)));
        plain(shapes, SetConfigDecoder.TEMPLATE_ID, SetConfigDecoder.class);
        plain(shapes, ClusterStartDecoder.TEMPLATE_ID, ClusterStartDecoder.class);
        plain(shapes, TickDecoder.TEMPLATE_ID, TickDecoder.class);
        plain(shapes, SessionClosedDecoder.TEMPLATE_ID, SessionClosedDecoder.class);
        shapes.put(
                StartAfreshDecoder.TEMPLATE_ID,
                new CommandShape(StartAfreshDecoder.class, group(StartAfreshDecoder.EmsDecoder.class)));
    }

    private static void queries(final Map<Integer, CommandShape> shapes) {
        plain(shapes, SpaceQueryDecoder.TEMPLATE_ID, SpaceQueryDecoder.class);
        plain(shapes, ChunksQueryDecoder.TEMPLATE_ID, ChunksQueryDecoder.class);
        plain(shapes, NodesQueryDecoder.TEMPLATE_ID, NodesQueryDecoder.class);
        plain(shapes, EmsQueryDecoder.TEMPLATE_ID, EmsQueryDecoder.class);
        plain(shapes, PoolsQueryDecoder.TEMPLATE_ID, PoolsQueryDecoder.class);
        plain(shapes, StatusQueryDecoder.TEMPLATE_ID, StatusQueryDecoder.class);
        plain(shapes, StateHashQueryDecoder.TEMPLATE_ID, StateHashQueryDecoder.class);
        plain(shapes, ConfigQueryDecoder.TEMPLATE_ID, ConfigQueryDecoder.class);
        plain(shapes, TopologyQueryDecoder.TEMPLATE_ID, TopologyQueryDecoder.class);
        plain(shapes, LicenceQueryDecoder.TEMPLATE_ID, LicenceQueryDecoder.class);
        plain(shapes, MemberListQueryDecoder.TEMPLATE_ID, MemberListQueryDecoder.class);
        shapes.put(
                LeaseOwnerQueryDecoder.TEMPLATE_ID,
                new CommandShape(LeaseOwnerQueryDecoder.class, group(LeaseOwnerQueryDecoder.SegmentsDecoder.class)));
        plain(shapes, RemovalQueryDecoder.TEMPLATE_ID, RemovalQueryDecoder.class);
        plain(shapes, ReservationsQueryDecoder.TEMPLATE_ID, ReservationsQueryDecoder.class);
        plain(shapes, HeadroomQueryDecoder.TEMPLATE_ID, HeadroomQueryDecoder.class);
    }
}
