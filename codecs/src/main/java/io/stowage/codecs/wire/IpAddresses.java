package io.stowage.codecs.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Turns the text of an IP address into the two words of the schema's {@code IpAddress}, and back. Never asks DNS. */
public final class IpAddresses {
    private static final long IPV4_PREFIX = 0xFFFFL << 32;

    private IpAddresses() {}

    /** An address as the schema carries it. */
    public record Words(long high, long low) {}

    /**
     * Reads an address.
     *
     * @param text IPv4 in dotted decimal, or IPv6; never a host name.
     * @return its two words, IPv4 mapped into {@code ::ffff:0:0/96}.
     * @throws IllegalArgumentException if it is not an address.
     */
    public static Words parse(final String text) {
        // Old abbreviations such as 10.1 for 10.0.0.1 are more often typing errors than meant.
        if (text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3) {
            throw notAnAddress(text, null);
        }
        final InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
        } catch (final IllegalArgumentException cause) {
            throw notAnAddress(text, cause);
        }
        final byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return new Words(
                    0,
                    IPV4_PREFIX | Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()));
        }
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Words(buffer.getLong(), buffer.getLong());
    }

    private static IllegalArgumentException notAnAddress(final String text, final @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not an IP address; write it like 10.0.0.1 or fd00::1", cause);
    }

    /**
     * Writes an address.
     *
     * @param high first word.
     * @param low  second word.
     * @return the usual text of the address.
     */
    public static String format(final long high, final long low) {
        final byte[] bytes = isIpv4(high, low)
                ? ByteBuffer.allocate(4).putInt((int) low).array()
                : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (final UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Whether the words hold an IPv4 address.
     *
     * @param high first word.
     * @param low  second word.
     * @return true for a mapped IPv4 address.
     */
    public static boolean isIpv4(final long high, final long low) {
        return high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == IPV4_PREFIX;
    }
}
