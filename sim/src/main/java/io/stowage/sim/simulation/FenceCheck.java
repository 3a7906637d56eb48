package io.stowage.sim.simulation;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** S7: nothing of another cluster, and nothing older than the incarnation that is known, is taken. */
final class FenceCheck {
    private final Map<Role, Map<Integer, Long>> known = new EnumMap<>(Role.class);

    /** Whether a command must change nothing. */
    boolean mustBeRefused(final byte[] frame) {
        final CommandHeaderDecoder header = header(frame);
        return namesAnotherCluster(header) || header.incarnation() < knownOf(header);
    }

    /** The engine answered a command. */
    void onAnswered(final byte[] frame, final ResultCode result) {
        final CommandHeaderDecoder header = header(frame);
        if (namesAnotherCluster(header)) {
            require(result == ResultCode.WRONG_CLUSTER, "a command of another cluster", result);
        } else if (header.incarnation() < knownOf(header)) {
            require(result == ResultCode.FENCED, "a command of an older incarnation", result);
        } else if (result == ResultCode.OK && header.sender() != 0) {
            known.computeIfAbsent(header.role(), absent -> new HashMap<>())
                    .put((int) header.sender(), header.incarnation());
        }
    }

    private long knownOf(final CommandHeaderDecoder header) {
        return known.getOrDefault(header.role(), Map.of()).getOrDefault((int) header.sender(), 0L);
    }

    private static boolean namesAnotherCluster(final CommandHeaderDecoder header) {
        return header.clusterHigh() != SimulatedServer.CLUSTER_HIGH
                || header.clusterLow() != SimulatedServer.CLUSTER_LOW;
    }

    private static CommandHeaderDecoder header(final byte[] frame) {
        return new CommandHeaderDecoder().wrap(new UnsafeBuffer(frame), MessageHeaderDecoder.ENCODED_LENGTH);
    }

    private static void require(final boolean holds, final String what, final ResultCode result) {
        if (!holds) {
            throw new InvariantBroken("S7", what + " was answered with " + result);
        }
    }
}
