package io.stowage.engine;

import java.nio.ByteOrder;
import net.openhft.hashing.LongHashFunction;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether the bytes of a snapshot are those that were written, without an engine to load them into: the hash of its header and
 * of each table. Whether it fits the limits of an engine, only loading it tells.
 */
public final class SnapshotCheck {
    private SnapshotCheck() {}

    /**
     * Reads every byte.
     *
     * @param source with the snapshot.
     * @param offset of its first byte.
     * @param length bytes.
     * @return what is wrong with it, or null.
     */
    public static @Nullable String fault(final DirectBuffer source, final int offset, final int length) {
        if (length < SnapshotLayout.HEADER_LENGTH) {
            return "it is cut off";
        }
        if (source.getLong(offset + SnapshotLayout.MAGIC_OFFSET, ByteOrder.LITTLE_ENDIAN) != SnapshotLayout.MAGIC
                || source.getLong(offset + SnapshotLayout.HEADER_HASH_OFFSET, ByteOrder.LITTLE_ENDIAN)
                        != SnapshotLayout.headerHash(source, offset)) {
            return "its header is damaged";
        }
        final int version = source.getInt(offset + SnapshotLayout.VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (version != SnapshotLayout.FORMAT_VERSION) {
            return "its format version is " + version + ", known is " + SnapshotLayout.FORMAT_VERSION;
        }
        final int tables = source.getInt(offset + SnapshotLayout.TABLES_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final int end = offset + length;
        int at = offset + SnapshotLayout.HEADER_LENGTH;
        for (int table = 0; table < tables; table++) {
            final int bytes = at + SnapshotLayout.TABLE_HEADER_LENGTH;
            final int tableLength =
                    bytes > end ? -1 : source.getInt(at + SnapshotLayout.TABLE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
            if (tableLength < 0 || tableLength > end - bytes) {
                return "it is cut off";
            }
            if (source.getLong(at + SnapshotLayout.TABLE_HASH_OFFSET, ByteOrder.LITTLE_ENDIAN)
                    != LongHashFunction.xx3().hashMemory(source.addressOffset() + bytes, tableLength)) {
                return "the bytes of table " + table + " are damaged";
            }
            at = bytes + tableLength;
        }
        return at == end ? null : "something follows its end";
    }
}
