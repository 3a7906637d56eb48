package io.stowage.engine.table;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory of a table. Offsets come from row numbers and layouts of our own, never from a message, so that a server may do without
 * the check of each access that Agrona's buffers make; tests never do.
 *
 * <p>With {@code -Dio.stowage.tables.unchecked=true}, which the launcher sets for servers and benchmarks, an access outside the
 * memory is not found. Buffers with frames are checked all the same.
 */
public final class TableBuffer extends UnsafeBuffer {
    private static final boolean IS_CHECKED = !Boolean.getBoolean("io.stowage.tables.unchecked");

    private final long address;

    TableBuffer(final long address, final int length) {
        super(address, length);
        this.address = address;
    }

    @Override
    public long getLong(final int index) {
        return IS_CHECKED ? super.getLong(index) : UnsafeApi.getLong(address + index);
    }

    @Override
    public void putLong(final int index, final long value) {
        if (IS_CHECKED) {
            super.putLong(index, value);
        } else {
            UnsafeApi.putLong(address + index, value);
        }
    }

    @Override
    public int getInt(final int index) {
        return IS_CHECKED ? super.getInt(index) : UnsafeApi.getInt(address + index);
    }

    @Override
    public void putInt(final int index, final int value) {
        if (IS_CHECKED) {
            super.putInt(index, value);
        } else {
            UnsafeApi.putInt(address + index, value);
        }
    }

    @Override
    public short getShort(final int index) {
        return IS_CHECKED ? super.getShort(index) : UnsafeApi.getShort(address + index);
    }

    @Override
    public void putShort(final int index, final short value) {
        if (IS_CHECKED) {
            super.putShort(index, value);
        } else {
            UnsafeApi.putShort(address + index, value);
        }
    }

    @Override
    public byte getByte(final int index) {
        return IS_CHECKED ? super.getByte(index) : UnsafeApi.getByte(address + index);
    }

    @Override
    public void putByte(final int index, final byte value) {
        if (IS_CHECKED) {
            super.putByte(index, value);
        } else {
            UnsafeApi.putByte(address + index, value);
        }
    }
}
