package io.stowage.client;

import io.aeron.ChannelUri;
import io.stowage.client.frame.CommandIdentity;

/** What a channel means: a standalone server, or a cluster. */
final class ServerChannel {
    private ServerChannel() {}

    /** Refuses a channel that is neither an Aeron channel nor names the members of a cluster. */
    static void check(final String channel) {
        if (ClusterMembers.isMeantBy(channel)) {
            ClusterMembers.parse(channel);
            return;
        }
        try {
            ChannelUri.parse(channel);
        } catch (final IllegalArgumentException malformed) {
            throw new StowageException("'" + channel
                    + "' is not an Aeron channel; write aeron:ipc or aeron:udp?endpoint=host:5707, or "
                    + ClusterMembers.EXAMPLE);
        }
    }

    /** Starts to open a session there. */
    static TransportConnect connect(final SessionContext context, final CommandIdentity identity) {
        return ClusterMembers.isMeantBy(context.channel())
                ? new ClusterTransportConnect(context, ClusterMembers.parse(context.channel()), identity)
                : new DirectTransportConnect(context, identity);
    }
}
