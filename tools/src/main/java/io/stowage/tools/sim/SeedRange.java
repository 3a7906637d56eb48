package io.stowage.tools.sim;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds one after the other.
 *
 * @param from the first.
 * @param to   the last.
 */
record SeedRange(long from, long to) {
    long size() {
        return to - from + 1;
    }

    /** Reads {@code 1..2000}, or {@code 2000} for the same. */
    static final class Converter implements ITypeConverter<SeedRange> {
        private static final long LARGEST = 1_000_000_000L;

        @Override
        public SeedRange convert(final String value) {
            final String[] ends = value.split("\\.\\.", -1);
            try {
                final long last = Long.parseLong(ends[ends.length - 1]);
                final SeedRange range = new SeedRange(ends.length == 1 ? 1 : Long.parseLong(ends[0]), last);
                if (ends.length <= 2 && range.from <= range.to && range.to - range.from < LARGEST) {
                    return range;
                }
            } catch (final NumberFormatException notANumber) {
                // Said below, as all else that is no range.
            }
            throw new TypeConversionException("it is written like 1..2000 or 2000, not '" + value + "'");
        }
    }
}
