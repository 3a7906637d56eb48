package io.stowage.engine.cluster;

import io.stowage.codecs.SetMemberListDecoder;
import org.agrona.DirectBuffer;

/**
 * A host as the schema carries it: a name or an address, padded with zeros. Judged by its letters alone, for what a name leads to is
 * not the same on all machines and at all times.
 */
final class HostText {
    static final int LENGTH = SetMemberListDecoder.MembersDecoder.hostLength();

    private static final int OCTETS = 4;
    private static final int MAX_OCTET = 255;
    private static final int MAX_OCTET_DIGITS = 3;
    private static final int LEAST_COLONS = 2;

    private HostText() {}

    static boolean isEmpty(final DirectBuffer buffer, final int offset) {
        return buffer.getByte(offset) == 0;
    }

    static boolean equal(final DirectBuffer a, final int aOffset, final DirectBuffer b, final int bOffset) {
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            if (a.getLong(aOffset + i) != b.getLong(bOffset + i)) {
                return false;
            }
        }
        return true;
    }

    /** A name, an IPv4 address or an IPv6 address without brackets, none that means any address; nothing but zeros behind it. */
    static boolean isWellFormed(final DirectBuffer buffer, final int offset) {
        int length = 0;
        while (length < LENGTH && buffer.getByte(offset + length) != 0) {
            length++;
        }
        for (int i = length; i < LENGTH; i++) {
            if (buffer.getByte(offset + i) != 0) {
                return false;
            }
        }
        if (has(buffer, offset, length, ':')) {
            return isIpv6(buffer, offset, length);
        }
        return isNumeric(buffer, offset, length) ? isIpv4(buffer, offset, length) : isName(buffer, offset, length);
    }

    private static boolean has(final DirectBuffer buffer, final int offset, final int length, final char wanted) {
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(offset + i) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNumeric(final DirectBuffer buffer, final int offset, final int length) {
        for (int i = 0; i < length; i++) {
            final byte each = buffer.getByte(offset + i);
            if (each != '.' && !isDigit(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(final DirectBuffer buffer, final int offset, final int length) {
        final byte first = buffer.getByte(offset);
        if (first == '-' || first == '.') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            final byte each = buffer.getByte(offset + i);
            if (!isLetter(each) && !isDigit(each) && each != '-' && each != '.' && each != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv4(final DirectBuffer buffer, final int offset, final int length) {
        int octets = 0;
        int digits = 0;
        int value = 0;
        int sum = 0;
        for (int i = 0; i <= length; i++) {
            final byte each = i == length ? (byte) '.' : buffer.getByte(offset + i);
            if (isDigit(each)) {
                digits++;
                value = value * 10 + each - '0';
                if (digits > MAX_OCTET_DIGITS || value > MAX_OCTET) {
                    return false;
                }
            } else {
                if (digits == 0) {
                    return false;
                }
                octets++;
                sum += value;
                digits = 0;
                value = 0;
            }
        }
        return octets == OCTETS && sum > 0;
    }

    private static boolean isIpv6(final DirectBuffer buffer, final int offset, final int length) {
        int colons = 0;
        boolean isAny = true;
        for (int i = 0; i < length; i++) {
            final byte each = buffer.getByte(offset + i);
            if (each == ':') {
                colons++;
            } else if (!isDigit(each) && !isHexLetter(each) && each != '.') {
                return false;
            } else if (each != '0' && each != '.') {
                isAny = false;
            }
        }
        return colons >= LEAST_COLONS && !isAny;
    }

    private static boolean isDigit(final byte each) {
        return each >= '0' && each <= '9';
    }

    private static boolean isHexLetter(final byte each) {
        final int small = each | 0x20;
        return small >= 'a' && small <= 'f';
    }

    private static boolean isLetter(final byte each) {
        final int small = each | 0x20;
        return small >= 'a' && small <= 'z';
    }
}
