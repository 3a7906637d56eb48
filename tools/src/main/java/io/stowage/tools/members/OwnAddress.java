package io.stowage.tools.members;

import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.tools.ToolException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.List;

/** Addresses and ports of this machine. */
final class OwnAddress {
    private OwnAddress() {}

    /** The address that faces the first member whose name is known. Connecting a datagram socket sends nothing. */
    static String facing(final List<MemberEndpoints.Member> members) {
        for (final MemberEndpoints.Member member : members) {
            final InetSocketAddress address = new InetSocketAddress(member.host(), member.port());
            if (!address.isUnresolved()) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.connect(address);
                    return bracketed(socket.getLocalAddress());
                } catch (final SocketException noRoute) {
                    throw new ToolException(
                            "no route to " + member.ingress() + " (" + noRoute.getMessage()
                                    + "); say with --host which address of this machine the members reach",
                            noRoute);
                }
            }
        }
        throw new ToolException("no host name of the members can be resolved; check them, or use addresses");
    }

    /** A UDP port that nobody has at this moment. */
    static int freePort(final String host) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(host.replace("[", "").replace("]", ""), 0));
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (final IOException | RuntimeException e) {
            throw new ToolException(
                    host + " is no address of this machine (" + e.getMessage() + "); correct --host", e);
        }
    }

    private static String bracketed(final InetAddress address) {
        final String text = address.getHostAddress();
        return text.indexOf(':') < 0 ? text : '[' + text + ']';
    }
}
