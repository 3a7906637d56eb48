package io.stowage.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/**
 * Where the server listens for clients of other processes.
 *
 * @param host name or address; an IPv6 address in brackets.
 * @param port 0 for any that is free.
 */
record UdpEndpoint(String host, int port) {
    private static final int MAX_PORT = 65_535;

    static UdpEndpoint parse(final String text) {
        final int colon = text.lastIndexOf(':');
        if (colon > 0) {
            try {
                final int port = Integer.parseInt(text.substring(colon + 1));
                if (port >= 0 && port <= MAX_PORT) {
                    return new UdpEndpoint(text.substring(0, colon), port);
                }
            } catch (final NumberFormatException notANumber) {
                throw notAnEndpoint(text);
            }
        }
        throw notAnEndpoint(text);
    }

    String channel() {
        return "aeron:udp?endpoint=" + host + ':' + port;
    }

    boolean isLoopback() {
        final InetSocketAddress address = address();
        return !address.isUnresolved() && address.getAddress().isLoopbackAddress();
    }

    /** Binds the port for a moment, so that a port in use is found before a journal is read for minutes. */
    void requireFree() {
        final InetSocketAddress address = address();
        if (address.isUnresolved()) {
            throw new ServerException(
                    "cannot listen on '" + host + "': there is no such host; use an address of this machine");
        }
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(address);
        } catch (final IOException e) {
            throw notFree(e);
        }
    }

    ServerException notFree(final Exception cause) {
        final String message = String.valueOf(cause.getMessage());
        if (message.contains("in use")) {
            return new ServerException(
                    "UDP port " + port + " of " + host
                            + " is in use; stop what uses it (another server?), or choose another port",
                    cause);
        }
        return new ServerException(
                "cannot listen on UDP " + host + ':' + port + " (" + message + "); use an address of this machine",
                cause);
    }

    private InetSocketAddress address() {
        final boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new InetSocketAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    private static ServerException notAnEndpoint(final String text) {
        return new ServerException("'" + text + "' is not an endpoint; write it like localhost:5707 or [::1]:5707");
    }
}
