package io.stowage.tools.journal;

import io.stowage.tools.ToolException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;

/**
 * Where a command over a journal begins or ends: a position, or a time.
 *
 * @param position    the last one that counts.
 * @param timestampMs the last time that counts, milliseconds since 1970.
 */
public record PointInLog(long position, long timestampMs) {
    /** Everything. */
    public static final PointInLog END = new PointInLog(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Nothing. */
    public static final PointInLog START = new PointInLog(0, Long.MAX_VALUE);

    /**
     * Whether an entry is before this point, or right at it.
     *
     * @param entryPosition    of the entry.
     * @param entryTimestampMs of the entry.
     * @return true if it counts.
     */
    public boolean covers(final long entryPosition, final long entryTimestampMs) {
        return entryPosition <= position && entryTimestampMs <= timestampMs;
    }

    /**
     * Whether an entry belongs to what begins here: it stands behind the position, or has the time or a later one.
     *
     * @param entryPosition    of the entry.
     * @param entryTimestampMs of the entry.
     * @return true if it does.
     */
    public boolean precedes(final long entryPosition, final long entryTimestampMs) {
        return position == Long.MAX_VALUE ? entryTimestampMs >= timestampMs : entryPosition > position;
    }

    /** Reads a number as a position and anything else as a time. */
    public static final class Converter implements ITypeConverter<PointInLog> {
        /** Made by picocli. */
        public Converter() {}

        @Override
        public PointInLog convert(final String text) {
            if (text.matches("[0-9]{1,18}")) {
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
