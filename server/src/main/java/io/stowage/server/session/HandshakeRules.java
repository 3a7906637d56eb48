package io.stowage.server.session;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.Protocol;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What every host asks of a connect request, whoever sends it: protocol version, cluster, role, id. */
public final class HandshakeRules {
    private HandshakeRules() {}

    /**
     * Judges a request.
     *
     * @param clusterHigh     high half of the UUID of the host's cluster.
     * @param clusterLow      low half.
     * @param namedHigh       high half of the UUID in the request; 0 with the low half: whatever it is.
     * @param namedLow        low half.
     * @param protocolVersion of the client.
     * @param role            that it claims.
     * @param sender          id that it claims.
     * @return why it is refused, or null.
     */
    public static @Nullable Refusal verdict(
            final long clusterHigh,
            final long clusterLow,
            final long namedHigh,
            final long namedLow,
            final int protocolVersion,
            final Role role,
            final int sender) {
        if (!Protocol.isCompatible(protocolVersion)) {
            return new Refusal(
                    ResultCode.MALFORMED,
                    Reason.PROTOCOL_VERSION,
                    "the server speaks protocol " + versionText(Protocol.VERSION) + ", the client "
                            + versionText(protocolVersion) + "; use a client of the same major version");
        }
        final boolean asksForTheCluster = namedHigh == 0 && namedLow == 0;
        if (!asksForTheCluster && (namedHigh != clusterHigh || namedLow != clusterLow)) {
            return new Refusal(
                    ResultCode.WRONG_CLUSTER,
                    Reason.NONE,
                    "this server is of cluster " + new UUID(clusterHigh, clusterLow) + ", not of "
                            + new UUID(namedHigh, namedLow) + "; check the address and the configured cluster");
        }
        if (role == Role.NULL_VAL || role == Role.SBE_UNKNOWN) {
            return new Refusal(
                    ResultCode.MALFORMED, Reason.UNKNOWN_ROLE, "there is no such role; use one of the schema");
        }
        if (role == Role.EXTENT_MANAGER && sender == 0) {
            return new Refusal(
                    ResultCode.MALFORMED, Reason.BAD_VALUE, "an extent manager connects with its id, which is not 0");
        }
        return null;
    }

    private static String versionText(final int version) {
        return (version >>> 16) + "." + ((version >>> 8) & 0xFF) + "." + (version & 0xFF);
    }
}
