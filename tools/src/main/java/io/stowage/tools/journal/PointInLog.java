package io.stowage.tools.journal;

import io.stowage.tools.ToolException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;

/**
 * Where a command over a journal ends: with the last entry up to a position, or up to a time.
 *
 * @param position    the last one that counts.
 * @param timestampMs the last time that counts, milliseconds since 1970.
 */
public record PointInLog(long position, long timestampMs) {
    /** Everything. */
    public static final PointInLog END = new PointInLog(Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * Whether an entry is before this point, or right at it.
     *
     * @param entryPosition    of the entry.
     * @param entryTimestampMs of the entry.
     * @return true if it counts.
     */
    boolean covers(final long entryPosition, final long entryTimestampMs) {
        return entryPosition <= position && entryTimestampMs <= timestampMs;
    }

    /** Reads a number as a position and anything else as a time. */
    static final class Converter implements ITypeConverter<PointInLog> {
        @Override
        public PointInLog convert(final String text) {
            if (text.chars().allMatch(Character::isDigit)) {
                return new PointInLog(Long.parseLong(text), Long.MAX_VALUE);
            }
            return new PointInLog(Long.MAX_VALUE, time(text).toEpochMilli());
        }

        private static Instant time(final String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (final DateTimeException notATime) {
                throw new ToolException("'" + text + "' is neither a position nor a time; write a time like"
                        + " 2026-11-27T10:15:00Z or 2026-11-27T11:15:00.250+01:00");
            }
        }
    }
}
