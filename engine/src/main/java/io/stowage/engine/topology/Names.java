package io.stowage.engine.topology;

import io.stowage.codecs.wire.Protocol;
import org.agrona.DirectBuffer;

/** Names as the schema carries them: 64 bytes, padded with zeros, compared and hashed as bytes. */
final class Names {
    static final int LENGTH = Protocol.MAX_NAME_LENGTH;

    private Names() {}

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

    /** Folds the eight words of a name into a hash; which kind of memory holds it does not matter. */
    static long hash(final long seed, final DirectBuffer buffer, final int offset) {
        long hash = seed;
        for (int i = 0; i < LENGTH; i += Long.BYTES) {
            hash = (hash ^ buffer.getLong(offset + i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /** Printable, and nothing but zeros behind the first zero: else two spellings of one name would differ. */
    static boolean isWellFormed(final DirectBuffer buffer, final int offset) {
        boolean ended = false;
        for (int i = 0; i < LENGTH; i++) {
            final byte b = buffer.getByte(offset + i);
            if (b == 0) {
                ended = true;
            } else if (ended || (b > 0 && b < ' ') || b == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
