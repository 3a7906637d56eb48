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
        final String host = endpoint.substring(0, colon).replace("[", "").replace("]", "");
        final int port;
        try {
            port = Integer.parseInt(endpoint.substring(colon + 1));
        } catch (final NumberFormatException notANumber) {
            throw new StowageException("the channel '" + ingressChannel + "' names no port; write it like "
                    + "aeron:udp?endpoint=10.0.0.1:5707");
        }
        return CommonContext.UDP_CHANNEL + "?endpoint=" + localAddressTowards(host, port) + ":0";
    }

    /** Connecting a datagram socket sends nothing: it only asks the routing table. */
    private static String localAddressTowards(final String host, final int port) {
        final InetSocketAddress server = new InetSocketAddress(host, port);
        if (server.isUnresolved()) {
            throw new StowageException("the host name '" + host + "' cannot be resolved; check it, or use an address");
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            final String address = socket.getLocalAddress().getHostAddress();
            return address.indexOf(':') < 0 ? address : "[" + address + "]";
        } catch (final SocketException noRoute) {
            throw new StowageException("no route to " + host + ":" + port + " (" + noRoute.getMessage()
                    + "); check the address, or tell a responseChannel");
        }
    }
}
