package io.stowage.client;

import io.aeron.ChannelUri;
import io.aeron.CommonContext;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** Finds the channel on which replies can reach this client. */
final class ResponseChannel {
    private ResponseChannel() {}

    /** The channel to subscribe to: IPC for IPC, else a port that the system chooses on the address that faces the server. */
    static String forIngress(final String ingressChannel) {
        if (ClusterMembers.isMeantBy(ingressChannel)) {
            return forCluster(ingressChannel);
        }
        final ChannelUri uri = ChannelUri.parse(ingressChannel);
        if (uri.isIpc()) {
            return CommonContext.IPC_CHANNEL;
        }
        final String endpoint = uri.get(CommonContext.ENDPOINT_PARAM_NAME);
        if (endpoint == null || endpoint.lastIndexOf(':') < 0) {
            throw new StowageException("the channel '" + ingressChannel
                    + "' names no endpoint; write it like aeron:udp?endpoint=10.0.0.1:5707");
        }
        final int colon = endpoint.lastIndexOf(':');
        final String host = unbracketed(endpoint.substring(0, colon));
        final int port;
        try {
            port = Integer.parseInt(endpoint.substring(colon + 1));
        } catch (final NumberFormatException notANumber) {
            throw new StowageException("the channel '" + ingressChannel + "' names no port; write it like "
                    + "aeron:udp?endpoint=10.0.0.1:5707");
        }
        return facing(serverAddress(host, port));
    }

    /** All members answer on one channel; it faces the first whose name is known, as any may be away. */
    private static String forCluster(final String channel) {
        for (final ClusterMembers.Member member : ClusterMembers.parse(channel).members()) {
            final InetSocketAddress address = new InetSocketAddress(unbracketed(member.host()), member.port());
            if (!address.isUnresolved()) {
                return facing(address);
            }
        }
        throw new StowageException("no host name of '" + channel + "' can be resolved; check them, or use addresses");
    }

    private static String unbracketed(final String host) {
        return host.replace("[", "").replace("]", "");
    }

    private static InetSocketAddress serverAddress(final String host, final int port) {
        final InetSocketAddress server = new InetSocketAddress(host, port);
        if (server.isUnresolved()) {
            throw new StowageException("the host name '" + host + "' cannot be resolved; check it, or use an address");
        }
        return server;
    }

    /** Connecting a datagram socket sends nothing: it only asks the routing table. */
    private static String facing(final InetSocketAddress server) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            final String address = socket.getLocalAddress().getHostAddress();
            return CommonContext.UDP_CHANNEL + "?endpoint=" + (address.indexOf(':') < 0 ? address : "[" + address + "]")
                    + ":0";
        } catch (final SocketException noRoute) {
            throw new StowageException("no route to " + server.getHostString() + ":" + server.getPort() + " ("
                    + noRoute.getMessage() + "); check the address, or tell a responseChannel");
        }
    }
}
