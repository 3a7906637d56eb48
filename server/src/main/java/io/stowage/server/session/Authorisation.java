package io.stowage.server.session;

import io.stowage.codecs.*;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a role may send: the one table of it.
 *
 * <table>
 * <caption>Roles and what they may send</caption>
 * <tr><th>role</th><th>commands</th><th>queries</th></tr>
 * <tr><td>EXTENT_MANAGER</td><td>ConnectEm, EmHeartbeat, everything about space</td><td>all</td></tr>
 * <tr><td>CHUNK</td><td>RegisterNode, RegisterChunk, KeepAlive</td><td>all</td></tr>
 * <tr><td>SERVICE_MANAGER</td><td>SetLicence; SetMemberList, in a cluster</td><td>all</td></tr>
 * <tr><td>OPERATOR</td><td>everything but the extent managers' and chunks' own; these too, where the server allows the
 * operator to act for others; MemberControl and SetMemberList, in a cluster</td><td>all</td></tr>
 * <tr><td>MEMBER</td><td>MemberStateHash, in a cluster</td><td>none</td></tr>
 * </table>
 */
public final class Authorisation {
    private static final int TEMPLATES = 256;

    private static final int[] OF_EXTENT_MANAGERS = {
        ConnectEmDecoder.TEMPLATE_ID,
        EmHeartbeatDecoder.TEMPLATE_ID,
        ReserveForAllocationDecoder.TEMPLATE_ID,
        FreeForAllocationDecoder.TEMPLATE_ID,
        ReserveForRepositionDecoder.TEMPLATE_ID,
        FreeForRepositionDecoder.TEMPLATE_ID,
        ReportSpaceBeginDecoder.TEMPLATE_ID,
        ReportSpaceRowsDecoder.TEMPLATE_ID,
        ReportSpaceEndDecoder.TEMPLATE_ID,
        SpaceDeltaDecoder.TEMPLATE_ID,
        UpdateProvisionDecoder.TEMPLATE_ID,
        RemoveExtentsDecoder.TEMPLATE_ID
    };

    private static final int[] OF_CHUNKS = {
        RegisterNodeDecoder.TEMPLATE_ID, RegisterChunkDecoder.TEMPLATE_ID, KeepAliveDecoder.TEMPLATE_ID
    };

    private static final int[] OF_SERVICE_MANAGERS = {SetLicenceDecoder.TEMPLATE_ID, SetMemberListDecoder.TEMPLATE_ID};

    private static final int[] OF_OPERATORS = {
        RegisterNodeDecoder.TEMPLATE_ID,
        MoveNodeDecoder.TEMPLATE_ID,
        RemoveNodeDecoder.TEMPLATE_ID,
        MaintenanceDecoder.TEMPLATE_ID,
        RegisterChunkDecoder.TEMPLATE_ID,
        RemoveChunkDecoder.TEMPLATE_ID,
        CancelRemovalDecoder.TEMPLATE_ID,
        CompleteRemovalDecoder.TEMPLATE_ID,
        IsolateDecoder.TEMPLATE_ID,
        CreatePoolDecoder.TEMPLATE_ID,
        RemovePoolDecoder.TEMPLATE_ID,
        MoveChunkDecoder.TEMPLATE_ID,
        RemoveEmDecoder.TEMPLATE_ID,
        PauseRebalanceDecoder.TEMPLATE_ID,
        RebalanceWindowDecoder.TEMPLATE_ID,
        DeclareLostDecoder.TEMPLATE_ID,
        HoldCapabilityDecoder.TEMPLATE_ID,
        SetLicenceDecoder.TEMPLATE_ID,
        SetMemberListDecoder.TEMPLATE_ID,
        SetConfigDecoder.TEMPLATE_ID
    };

    /** In a cluster only: a server that stands alone knows of no members. */
    private static final int[] OF_OPERATORS_OF_MEMBERS = {MemberControlDecoder.TEMPLATE_ID};

    /** Of these a server that stands alone knows, and says that it has no members. */
    private static final int[] ABOUT_MEMBERS = {SetMemberListDecoder.TEMPLATE_ID};

    private static final int[] OF_MEMBERS = {MemberStateHashDecoder.TEMPLATE_ID};

    private static final int[] OF_EVERYBODY = {
        SpaceQueryDecoder.TEMPLATE_ID,
        ChunksQueryDecoder.TEMPLATE_ID,
        NodesQueryDecoder.TEMPLATE_ID,
        EmsQueryDecoder.TEMPLATE_ID,
        PoolsQueryDecoder.TEMPLATE_ID,
        StatusQueryDecoder.TEMPLATE_ID,
        StateHashQueryDecoder.TEMPLATE_ID,
        ConfigQueryDecoder.TEMPLATE_ID,
        TopologyQueryDecoder.TEMPLATE_ID,
        LicenceQueryDecoder.TEMPLATE_ID,
        LeaseOwnerQueryDecoder.TEMPLATE_ID,
        RemovalQueryDecoder.TEMPLATE_ID,
        ReservationsQueryDecoder.TEMPLATE_ID,
        HeadroomQueryDecoder.TEMPLATE_ID,
        MemberListQueryDecoder.TEMPLATE_ID
    };

    private final Map<Role, boolean[]> allowed = new EnumMap<>(Role.class);
    private final boolean[] known = new boolean[TEMPLATES];
    private final boolean operatorMayActForOthers;
    private boolean hasMembers;

    /**
     * The table of a server that stands alone.
     *
     * @param operatorMayActForOthers whether the operator may send what extent managers and chunks send.
     */
    public Authorisation(final boolean operatorMayActForOthers) {
        this.operatorMayActForOthers = operatorMayActForOthers;
        allow(Role.EXTENT_MANAGER, OF_EXTENT_MANAGERS, OF_EVERYBODY);
        allow(Role.CHUNK, OF_CHUNKS, OF_EVERYBODY);
        allow(Role.SERVICE_MANAGER, OF_SERVICE_MANAGERS, OF_EVERYBODY);
        allow(Role.OPERATOR, OF_OPERATORS, OF_EVERYBODY);
        if (operatorMayActForOthers) {
            allow(Role.OPERATOR, OF_EXTENT_MANAGERS, OF_CHUNKS);
        }
    }

    /**
     * The table of a member of a cluster.
     *
     * @param operatorMayActForOthers whether the operator may send what extent managers and chunks send.
     * @return the table, the same for all members.
     */
    public static Authorisation ofMember(final boolean operatorMayActForOthers) {
        final Authorisation authorisation = new Authorisation(operatorMayActForOthers);
        authorisation.hasMembers = true;
        authorisation.allow(Role.OPERATOR, OF_OPERATORS_OF_MEMBERS);
        authorisation.allow(Role.MEMBER, OF_MEMBERS);
        return authorisation;
    }

    /**
     * Whether any role may send it at all.
     *
     * @param templateId of the message.
     * @return false for what no client sends: replies, events, entries of the host, and what does not exist.
     */
    public boolean isKnown(final int templateId) {
        return templateId >= 0 && templateId < TEMPLATES && known[templateId];
    }

    /**
     * Whether a role may send it.
     *
     * @param role       of the session.
     * @param templateId of the message.
     * @return whether it is in the table.
     */
    public boolean maySend(final Role role, final int templateId) {
        final boolean[] templates = allowed.get(role);
        return templates != null && templateId >= 0 && templateId < TEMPLATES && templates[templateId];
    }

    /**
     * Whether it is about the members of a cluster, and there are none.
     *
     * @param templateId of the message.
     * @return true for a server that stands alone.
     */
    public boolean lacksMembers(final int templateId) {
        if (!hasMembers) {
            for (final int about : ABOUT_MEMBERS) {
                if (about == templateId) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether a session may speak in the name of another role.
     *
     * @param session role with which it connected.
     * @param named   role in the header of a command.
     * @return true for its own role, and for the operator where it may act for others.
     */
    public boolean maySpeakAs(final Role session, final Role named) {
        return session == named
                || (operatorMayActForOthers
                        && session == Role.OPERATOR
                        && (named == Role.EXTENT_MANAGER || named == Role.CHUNK));
    }

    private void allow(final Role role, final int[]... groups) {
        final boolean[] templates = allowed.computeIfAbsent(role, key -> new boolean[TEMPLATES]);
        for (final int[] group : groups) {
            for (final int templateId : group) {
                templates[templateId] = true;
                known[templateId] = true;
            }
        }
    }
}
