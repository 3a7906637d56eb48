package io.stowage.sim.simulation;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * S7: nothing of another cluster is taken, nothing older than the incarnation that is known, and nothing over an older
 * session than the newest that this incarnation used. And nothing else is fenced.
 */
final class FenceCheck {
    private static final long NO_SESSION = 0;

    /** Whom the engine knows, and over which session it heard of him last. */
    private record Known(long incarnation, long session) {}

    private static final Known NOBODY = new Known(0, NO_SESSION);

    private final Map<Role, Map<Integer, Known>> known = new EnumMap<>(Role.class);

    /** Whether a command must change nothing. */
    boolean mustBeRefused(final long sessionId, final byte[] frame) {
        final CommandHeaderDecoder header = header(frame);
        return namesAnotherCluster(header) || isOlder(sessionId, frame, header);
    }

    /** The engine answered a command. */
    void onAnswered(final long sessionId, final byte[] frame, final byte[] reply) {
        final ResultCode result = Replied.result(reply);
        final CommandHeaderDecoder header = header(frame);
        if (namesAnotherCluster(header)) {
            require(
                    result == ResultCode.WRONG_CLUSTER,
                    "WRONG_CLUSTER for a command of another cluster",
                    header,
                    reply);
        } else if (isOlder(sessionId, frame, header)) {
            require(
                    result == ResultCode.FENCED || (result == ResultCode.MALFORMED && header.incarnation() < 1),
                    "FENCED for a command of an older incarnation or session",
                    header,
                    reply);
        } else {
            require(result != ResultCode.FENCED, "no fence for the newest incarnation and session", header, reply);
            if (isTaken(reply) && speaksForItself(frame, header)) {
                remember(header, sessionId);
            }
        }
    }

    /** The engine forgot an extent manager or a chunk. */
    void forget(final Role role, final int sender) {
        known.computeIfAbsent(role, absent -> new HashMap<>()).remove(sender);
    }

    /** The state is lost. */
    void forgetAll() {
        known.clear();
    }

    /** The host started again: sessions of before mean nothing. */
    void forgetSessions() {
        known.values().forEach(of -> of.replaceAll((sender, who) -> new Known(who.incarnation(), NO_SESSION)));
    }

    private void remember(final CommandHeaderDecoder header, final long sessionId) {
        final Known before = knownOf(header);
        known.computeIfAbsent(header.role(), absent -> new HashMap<>())
                .put(
                        (int) header.sender(),
                        new Known(header.incarnation(), sessionId == NO_SESSION ? before.session() : sessionId));
    }

    private boolean isOlder(final long sessionId, final byte[] frame, final CommandHeaderDecoder header) {
        final Known who = knownOf(header);
        return speaksForItself(frame, header)
                && (header.incarnation() < who.incarnation()
                        || (sessionId != NO_SESSION
                                && header.incarnation() == who.incarnation()
                                && sessionId < who.session()));
    }

    /** Of a chunk only its measurements: to register is the same whoever does it, and names an id of before. */
    private static boolean speaksForItself(final byte[] frame, final CommandHeaderDecoder header) {
        return header.role() == Role.EXTENT_MANAGER
                || (header.role() == Role.CHUNK && Replied.templateId(frame) == KeepAliveDecoder.TEMPLATE_ID);
    }

    /** A reservation is taken note of even where nothing could be granted. */
    private static boolean isTaken(final byte[] reply) {
        final int templateId = Replied.templateId(reply);
        return Replied.isOk(reply)
                || Replied.result(reply) == ResultCode.PARTIAL
                || templateId == ReserveForAllocationReplyDecoder.TEMPLATE_ID
                || templateId == ReserveForRepositionReplyDecoder.TEMPLATE_ID;
    }

    private Known knownOf(final CommandHeaderDecoder header) {
        return known.getOrDefault(header.role(), Map.of()).getOrDefault((int) header.sender(), NOBODY);
    }

    private static boolean namesAnotherCluster(final CommandHeaderDecoder header) {
        return header.clusterHigh() != SimulatedServer.CLUSTER_HIGH
                || header.clusterLow() != SimulatedServer.CLUSTER_LOW;
    }

    private static CommandHeaderDecoder header(final byte[] frame) {
        return new CommandHeaderDecoder().wrap(new UnsafeBuffer(frame), MessageHeaderDecoder.ENCODED_LENGTH);
    }

    private static void require(
            final boolean holds, final String expected, final CommandHeaderDecoder header, final byte[] reply) {
        if (!holds) {
            throw new InvariantBroken(
                    "S7",
                    header.role() + " " + header.sender() + ": expected " + expected + ", found "
                            + Replied.result(reply));
        }
    }
}
