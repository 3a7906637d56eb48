package io.stowage.tools.output;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.stowage.tools.ToolException;
import java.util.Locale;

/** Figures as people read them, and back. */
public final class Text {
    private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int UNIT_STEP = 1024;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long MINUTES_PER_HOUR = 60;
    private static final long HOURS_PER_DAY = 24;

    private Text() {}

    /**
     * A size.
     *
     * @param bytes count.
     * @return as in {@code 1.5 TiB}.
     */
    public static String bytes(final long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= UNIT_STEP && unit < BYTE_UNITS.length - 1) {
            value /= UNIT_STEP;
            unit++;
        }
        final String figure = unit == 0 || value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
        return figure + ' ' + BYTE_UNITS[unit];
    }

    /**
     * A size that a person wrote.
     *
     * @param text as in {@code 256 MiB}, {@code 1g} or {@code 4096}.
     * @return bytes.
     * @throws ToolException if it is none.
     */
    public static long bytes(final String text) {
        try {
            return ConfigFactory.empty()
                    .withValue("size", ConfigValueFactory.fromAnyRef(text))
                    .getBytes("size");
        } catch (final ConfigException notASize) {
            throw new ToolException("'" + text + "' is not a size; write it like 256MiB or 1TiB");
        }
    }

    /**
     * A count.
     *
     * @param value any.
     * @return as in {@code 1,234,567}.
     */
    public static String count(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /**
     * A count of things.
     *
     * @param value any.
     * @param one   what one of them is called; an s makes more of them.
     * @return as in {@code 1 chunk} or {@code 1,234 chunks}.
     */
    public static String count(final long value, final String one) {
        return count(value) + ' ' + one + (value == 1 ? "" : "s");
    }

    /**
     * A share.
     *
     * @param part  of the whole.
     * @param whole may be 0.
     * @return as in {@code 12.5 %}; a dash for a share of nothing.
     */
    public static String percent(final long part, final long whole) {
        return whole <= 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /**
     * How long something lasts.
     *
     * @param ms milliseconds.
     * @return as in {@code 12 s}, {@code 3 min 20 s} or {@code 2 d 4 h}.
     */
    public static String duration(final long ms) {
        final long seconds = Math.max(0, ms) / MILLIS_PER_SECOND;
        final long minutes = seconds / SECONDS_PER_MINUTE;
        final long hours = minutes / MINUTES_PER_HOUR;
        if (minutes == 0) {
            return seconds + " s";
        }
        if (hours == 0) {
            return minutes + " min " + seconds % SECONDS_PER_MINUTE + " s";
        }
        if (hours < HOURS_PER_DAY) {
            return hours + " h " + minutes % MINUTES_PER_HOUR + " min";
        }
        return hours / HOURS_PER_DAY + " d " + hours % HOURS_PER_DAY + " h";
    }

    /**
     * How long ago something was.
     *
     * @param thenMs milliseconds since 1970; 0: never.
     * @param nowMs  milliseconds since 1970.
     * @return as in {@code 12 s ago}, or {@code never}.
     */
    public static String ago(final long thenMs, final long nowMs) {
        return thenMs == 0 ? "never" : duration(nowMs - thenMs) + " ago";
    }

    /**
     * A latency.
     *
     * @param ns nanoseconds.
     * @return as in {@code 85 us} or {@code 1.2 ms}.
     */
    public static String latency(final long ns) {
        if (ns < 1_000) {
            return ns + " ns";
        }
        if (ns < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f us", ns / 1e3);
        }
        return ns < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", ns / 1e6)
                : String.format(Locale.ROOT, "%.1f s", ns / 1e9);
    }

    /**
     * A bar that shows a share.
     *
     * @param part  of the whole.
     * @param whole may be 0.
     * @param width characters between the brackets.
     * @return as in {@code [####......]}.
     */
    public static String bar(final long part, final long whole, final int width) {
        final int filled = whole <= 0 ? 0 : (int) Math.clamp(Math.round((double) width * part / whole), 0L, width);
        return '[' + "#".repeat(filled) + ".".repeat(width - filled) + ']';
    }
}
