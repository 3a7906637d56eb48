package io.stowage.engine.table;

/** Makes figures in tables wrong, to see whether it is noticed. */
public final class Damage {
    private Damage() {}

    /**
     * Changes a figure of 8 bytes.
     *
     * @param table  in which.
     * @param row    of it.
     * @param offset in the row.
     * @param change to add.
     */
    public static void addLong(final RowTable table, final int row, final int offset, final long change) {
        final int at = table.offset(row) + offset;
        table.buffer.putLong(at, table.buffer.getLong(at) + change);
    }

    /**
     * Changes a figure of 4 bytes.
     *
     * @param table  in which.
     * @param row    of it.
     * @param offset in the row.
     * @param change to add.
     */
    public static void addInt(final RowTable table, final int row, final int offset, final int change) {
        final int at = table.offset(row) + offset;
        table.buffer.putInt(at, table.buffer.getInt(at) + change);
    }
}
