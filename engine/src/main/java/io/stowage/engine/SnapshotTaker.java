package io.stowage.engine;

import io.stowage.engine.table.RowTable;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** Hands out the bytes of a snapshot; see {@link SnapshotLayout}. */
final class SnapshotTaker {
    private final UnsafeBuffer header = new UnsafeBuffer(new byte[SnapshotLayout.HEADER_LENGTH]);

    void take(
            final Tables tables,
            final long position,
            final long timestampMs,
            final long commands,
            final SnapshotSink sink) {
        header.setMemory(0, SnapshotLayout.HEADER_LENGTH, (byte) 0);
        header.putLong(SnapshotLayout.MAGIC_OFFSET, SnapshotLayout.MAGIC, ByteOrder.LITTLE_ENDIAN);
        header.putInt(SnapshotLayout.VERSION_OFFSET, SnapshotLayout.FORMAT_VERSION, ByteOrder.LITTLE_ENDIAN);
        header.putInt(SnapshotLayout.TABLES_OFFSET, tables.all.size(), ByteOrder.LITTLE_ENDIAN);
        header.putLong(SnapshotLayout.POSITION_OFFSET, position, ByteOrder.LITTLE_ENDIAN);
        header.putLong(SnapshotLayout.TIMESTAMP_OFFSET, timestampMs, ByteOrder.LITTLE_ENDIAN);
        header.putLong(SnapshotLayout.COMMANDS_OFFSET, commands, ByteOrder.LITTLE_ENDIAN);
        header.putLong(SnapshotLayout.STATE_HASH_OFFSET, tables.hash(), ByteOrder.LITTLE_ENDIAN);
        header.putLong(
                SnapshotLayout.HEADER_HASH_OFFSET, SnapshotLayout.headerHash(header, 0), ByteOrder.LITTLE_ENDIAN);
        sink.onBytes(header, 0, SnapshotLayout.HEADER_LENGTH);
        for (final RowTable table : tables.all) {
            header.setMemory(0, SnapshotLayout.TABLE_HEADER_LENGTH, (byte) 0);
            header.putInt(SnapshotLayout.TABLE_LENGTH_OFFSET, table.usedLength(), ByteOrder.LITTLE_ENDIAN);
            header.putLong(SnapshotLayout.TABLE_HASH_OFFSET, table.hash(0), ByteOrder.LITTLE_ENDIAN);
            sink.onBytes(header, 0, SnapshotLayout.TABLE_HEADER_LENGTH);
            table.handTo(sink);
        }
    }
}
