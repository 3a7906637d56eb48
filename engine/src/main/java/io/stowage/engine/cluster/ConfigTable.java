package io.stowage.engine.cluster;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/** Values of the {@link Setting}s in force: one row of 8 bytes each, in the order of the enum. */
public final class ConfigTable extends RowTable {
    private static final int STRIDE = Long.BYTES;
    private static final Setting[] SETTINGS = Setting.values();

    /**
     * Takes the memory and fills in the defaults.
     *
     * @param memory to take it from.
     */
    public ConfigTable(final TableMemory memory) {
        super(memory, "config", STRIDE, SETTINGS.length);
        for (final Setting setting : SETTINGS) {
            buffer.putLong(offset(take()), setting.defaultValue());
        }
    }

    /**
     * The value in force.
     *
     * @param setting which.
     * @return in its unit.
     */
    public long value(final Setting setting) {
        return buffer.getLong(offset(setting.ordinal()));
    }

    /**
     * Changes a value.
     *
     * @param setting which.
     * @param value   within its range.
     */
    public void value(final Setting setting, final long value) {
        buffer.putLong(offset(setting.ordinal()), value);
    }

    /**
     * A share of an amount, rounded down, without overflow.
     *
     * @param amount bytes.
     * @param ppm    share, parts per million.
     * @return bytes.
     */
    public static long share(final long amount, final long ppm) {
        return amount / 1_000_000 * ppm + amount % 1_000_000 * ppm / 1_000_000;
    }
}
