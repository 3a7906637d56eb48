package io.stowage.tools.agent;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Enumeration;

/** Finds the address under which this machine is known to others. */
final class DataAddress {
    private static final String LOOPBACK = "127.0.0.1";

    /** An address for documentation (RFC 5737): the routing table is asked, nothing is sent. */
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.1", 9);

    private DataAddress() {}

    /** The address of the default route; else that of any interface that is up; else loopback. */
    static String find() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(ELSEWHERE);
            final InetAddress local = socket.getLocalAddress();
            if (!local.isAnyLocalAddress() && !local.isLoopbackAddress()) {
                return local.getHostAddress();
            }
        } catch (final IOException | RuntimeException noRoute) {
            return ofInterfaces();
        }
        return ofInterfaces();
    }

    private static String ofInterfaces() {
        try {
            final Enumeration<NetworkInterface> interfaces = NetworkInterface.getNetworkInterfaces();
            while (interfaces.hasMoreElements()) {
                final NetworkInterface candidate = interfaces.nextElement();
                if (candidate.isUp() && !candidate.isLoopback()) {
                    final Enumeration<InetAddress> addresses = candidate.getInetAddresses();
                    while (addresses.hasMoreElements()) {
                        final InetAddress address = addresses.nextElement();
                        if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
                            return address.getHostAddress();
                        }
                    }
                }
            }
        } catch (final SocketException unknown) {
            return LOOPBACK;
        }
        return LOOPBACK;
    }
}
