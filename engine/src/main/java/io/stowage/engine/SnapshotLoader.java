package io.stowage.engine;

import io.stowage.engine.table.RowTable;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Puts a snapshot in place of all that the tables hold; see {@link SnapshotLayout}. Nothing of a damaged one is kept. */
final class SnapshotLoader {
    private final DirectBuffer source;
    private final int offset;
    private final int length;

    SnapshotLoader(final DirectBuffer source, final int offset, final int length) {
        this.source = source;
        this.offset = offset;
        this.length = length;
    }

    void load(final Tables tables) {
        checkHeader(tables);
        int tableOffset = offset + SnapshotLayout.HEADER_LENGTH;
        for (final RowTable table : tables.all) {
            require(tableOffset + SnapshotLayout.TABLE_HEADER_LENGTH <= offset + length, "it is cut off");
            final int tableLength =
                    source.getInt(tableOffset + SnapshotLayout.TABLE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
            final long hash = source.getLong(tableOffset + SnapshotLayout.TABLE_HASH_OFFSET, ByteOrder.LITTLE_ENDIAN);
            require(source.getInt(tableOffset + SnapshotLayout.TABLE_ZEROS_OFFSET) == 0, "a table's header is damaged");
            tableOffset += SnapshotLayout.TABLE_HEADER_LENGTH;
            require(tableLength >= 0 && tableLength <= offset + length - tableOffset, "it is cut off");
            table.copyFrom(source, tableOffset, tableLength);
            require(table.hash(0) == hash, "the bytes of table " + table.name() + " are damaged");
            tableOffset += tableLength;
        }
        require(tableOffset == offset + length, "something follows its end");
        require(
                tables.hash() == source.getLong(offset + SnapshotLayout.STATE_HASH_OFFSET, ByteOrder.LITTLE_ENDIAN),
                "the state hash differs");
        tables.rebuildIndexes();
    }

    long position() {
        return source.getLong(offset + SnapshotLayout.POSITION_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    long timestampMs() {
        return source.getLong(offset + SnapshotLayout.TIMESTAMP_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    long commands() {
        return source.getLong(offset + SnapshotLayout.COMMANDS_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }

    private void checkHeader(final Tables tables) {
        require(length >= SnapshotLayout.HEADER_LENGTH, "it is cut off");
        require(
                source.getLong(offset + SnapshotLayout.MAGIC_OFFSET, ByteOrder.LITTLE_ENDIAN) == SnapshotLayout.MAGIC,
                "it does not begin like one");
        final int version = source.getInt(offset + SnapshotLayout.VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN);
        require(
                version == SnapshotLayout.FORMAT_VERSION,
                "its format version is " + version + ", known is " + SnapshotLayout.FORMAT_VERSION);
        require(
                source.getLong(offset + SnapshotLayout.HEADER_HASH_OFFSET, ByteOrder.LITTLE_ENDIAN)
                                == SnapshotLayout.headerHash(source, offset)
                        && source.getLong(offset + SnapshotLayout.ZEROS_OFFSET) == 0,
                "its header is damaged");
        require(
                source.getInt(offset + SnapshotLayout.TABLES_OFFSET, ByteOrder.LITTLE_ENDIAN) == tables.all.size(),
                "it holds another set of tables");
    }

    private static void require(final boolean condition, final String fault) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "the snapshot cannot be used: " + fault + "; use an older snapshot, or the journal from its start");
        }
    }
}
