package io.stowage.server.session;

import io.aeron.ChannelUri;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A channel that a client asks to be answered on, reduced to what the server is willing to open: {@code aeron:ipc}, or
 * {@code aeron:udp?endpoint=address:port} with a literal address. No other parameter is taken over, because a stranger
 * could otherwise choose buffer lengths or make the server ask DNS.
 *
 * @param uri      to be opened, without its term length.
 * @param host     of the endpoint; empty for IPC.
 * @param loopback whether nothing leaves this machine.
 */
public record ResponseChannel(String uri, String host, boolean loopback) {
    /** Longest channel that is looked at, bytes. */
    public static final int MAX_LENGTH = 256;

    private static final String IPC_MEDIA = "ipc";
    private static final String UDP_MEDIA = "udp";
    private static final String ENDPOINT = "endpoint";
    private static final String LOCALHOST = "localhost";
    private static final int MAX_PORT = 65_535;

    /**
     * Reads a channel.
     *
     * @param text as the client sent it.
     * @return the channel, or null where the server will not open it.
     */
    public static @Nullable ResponseChannel parse(final String text) {
        final ChannelUri uri;
        try {
            uri = ChannelUri.parse(text);
        } catch (final IllegalArgumentException notAChannel) {
            return null;
        }
        if (!uri.prefix().isEmpty()) {
            return null;
        }
        if (IPC_MEDIA.equals(uri.media())) {
            return new ResponseChannel("aeron:ipc", "", true);
        }
        final String endpoint = uri.get(ENDPOINT);
        if (!UDP_MEDIA.equals(uri.media()) || endpoint == null) {
            return null;
        }
        final int colon = endpoint.lastIndexOf(':');
        if (colon <= 0 || !isPort(endpoint.substring(colon + 1))) {
            return null;
        }
        final String host = endpoint.substring(0, colon);
        final @Nullable InetAddress address = addressOf(host);
        if (address == null || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return null;
        }
        return new ResponseChannel("aeron:udp?endpoint=" + endpoint, host, address.isLoopbackAddress());
    }

    /**
     * The channel with the length of its terms.
     *
     * @param termBufferLength of the publication, bytes.
     * @return an Aeron channel.
     */
    public String withTermLength(final int termBufferLength) {
        return uri + (host.isEmpty() ? '?' : '|') + "term-length=" + termBufferLength;
    }

    /**
     * Whether a literal address is this machine's loopback.
     *
     * @param literal address; anything else is not.
     * @return whether it is.
     */
    public static boolean isLoopback(final String literal) {
        final InetAddress address = addressOf(literal);
        return address != null && address.isLoopbackAddress();
    }

    /**
     * Whether a host is an address and no name that could lead elsewhere.
     *
     * @param host as configured.
     * @return true for a literal address, with or without brackets, and for localhost.
     */
    public static boolean isAddress(final String host) {
        return host.startsWith("[") || addressOf(host) != null;
    }

    /** Whether replies would go to this literal address. */
    boolean isAt(final String literal) {
        final InetAddress address = addressOf(literal);
        return address != null && address.equals(addressOf(host));
    }

    private static @Nullable InetAddress addressOf(final String host) {
        if (LOCALHOST.equals(host)) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (final IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static boolean isPort(final String text) {
        try {
            final int port = Integer.parseInt(text);
            return port > 0 && port <= MAX_PORT;
        } catch (final NumberFormatException notANumber) {
            return false;
        }
    }
}
