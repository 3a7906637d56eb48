package io.stowage.client;

import io.aeron.ChannelUri;
import io.stowage.client.frame.CommandIdentity;

/** What a channel means: a standalone server, or a cluster. */
public final class ServerChannel {
    private ServerChannel() {}

    /**
     * Whether a channel names the members of a cluster, rightly or not.
     *
     * @param channel of a {@link SessionContext}.
     * @return true if it begins with {@code cluster:}.
     */
    public static boolean isCluster(final String channel) {
        return ClusterMembers.isMeantBy(channel);
    }

    /**
     * Refuses a channel that is neither an Aeron channel nor names the members of a cluster. Looks up no names.
     *
     * @param channel of a {@link SessionContext}.
     * @throws StowageException saying what is wrong with it, with an example.
     */
    public static void check(final String channel) {
        if (isCluster(channel)) {
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
        return isCluster(context.channel())
                ? new ClusterTransportConnect(context, ClusterMembers.parse(context.channel()), identity)
                : new DirectTransportConnect(context, identity);
    }
}
