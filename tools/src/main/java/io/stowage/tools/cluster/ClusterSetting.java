package io.stowage.tools.cluster;

import io.stowage.codecs.ConfigKey;
import io.stowage.engine.candidate.RebuildHeadroom;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.NearestName;
import io.stowage.tools.output.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Values of the cluster's configuration as people write and read them; the unit is the end of the key's name. */
public final class ClusterSetting {
    private static final BigDecimal PPM_PER_PERCENT = BigDecimal.valueOf(10_000);
    private static final Map<ConfigKey, List<String>> NAMED = Map.of(
            ConfigKey.MIN_SPREAD, List.of("CHUNK", "NODE"),
            ConfigKey.REBUILD_HEADROOM,
                    Stream.of(RebuildHeadroom.Level.values()).map(Enum::name).toList());

    private static final long MS_PER_SECOND = 1_000;
    private static final long MS_PER_MINUTE = 60_000;

    private ClusterSetting() {}

    /**
     * A key that a person wrote.
     *
     * @param name as in {@code HIGH_WATER_PPM} or {@code high-water-ppm}.
     * @return the key.
     * @throws IllegalArgumentException if there is none; names the nearest.
     */
    public static ConfigKey key(final String name) {
        final String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
        final List<ConfigKey> known = Stream.of(ConfigKey.values())
                .filter(key -> key != ConfigKey.NULL_VAL && key != ConfigKey.SBE_UNKNOWN)
                .toList();
        return known.stream()
                .filter(key -> key.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no key '" + name + "'; the nearest one is "
                        + NearestName.of(wanted, known.stream().map(Enum::name).toList())));
    }

    /**
     * A value for people.
     *
     * @param key   it belongs to.
     * @param value in the unit of the key.
     * @return as in {@code 85 %}.
     */
    public static String text(final ConfigKey key, final long value) {
        final String name = key.name();
        final List<String> names = NAMED.getOrDefault(key, List.of());
        if (value >= 0 && value < names.size()) {
            return names.get((int) value);
        }
        if (name.endsWith("_BYTES")) {
            return Text.bytes(value);
        }
        if (name.endsWith("_PPM")) {
            return BigDecimal.valueOf(value)
                            .divide(PPM_PER_PERCENT)
                            .stripTrailingZeros()
                            .toPlainString() + " %";
        }
        if (name.endsWith("_MS")) {
            return value % MS_PER_SECOND == 0 ? Text.duration(value) : value + " ms";
        }
        return Text.count(value);
    }

    /**
     * A value that a person wrote.
     *
     * @param key  it belongs to.
     * @param text as in {@code 85%}, {@code 256MiB} or {@code 15s}.
     * @return in the unit of the key.
     * @throws IllegalArgumentException if it is none; says how to write one.
     */
    public static long value(final ConfigKey key, final String text) {
        final String name = key.name();
        try {
            final int named = NAMED.getOrDefault(key, List.of()).indexOf(text.toUpperCase(Locale.ROOT));
            if (named >= 0) {
                return named;
            }
            if (name.endsWith("_BYTES")) {
                return Text.bytes(text);
            }
            if (name.endsWith("_PPM") && text.endsWith("%")) {
                return new BigDecimal(text.substring(0, text.length() - 1).strip())
                        .multiply(PPM_PER_PERCENT)
                        .longValueExact();
            }
            if (name.endsWith("_MS")) {
                return milliseconds(text);
            }
            return Long.parseLong(text);
        } catch (final ToolException | ArithmeticException | NumberFormatException notAValue) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a value of " + key + "; write " + form(key), notAValue);
        }
    }

    private static long milliseconds(final String text) {
        if (text.endsWith("min")) {
            return Math.multiplyExact(
                    Long.parseLong(text.substring(0, text.length() - 3).strip()), MS_PER_MINUTE);
        }
        if (text.endsWith("ms")) {
            return Long.parseLong(text.substring(0, text.length() - 2).strip());
        }
        return text.endsWith("s")
                ? Math.multiplyExact(
                        Long.parseLong(text.substring(0, text.length() - 1).strip()), MS_PER_SECOND)
                : Long.parseLong(text);
    }

    private static String form(final ConfigKey key) {
        final String name = key.name();
        final List<String> names = NAMED.getOrDefault(key, List.of());
        if (!names.isEmpty()) {
            return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
        }
        if (name.endsWith("_BYTES")) {
            return "a size, as in 256MiB";
        }
        if (name.endsWith("_PPM")) {
            return "a share, as in 5%, or parts per million";
        }
        return name.endsWith("_MS") ? "a time, as in 15s or 5min, or milliseconds" : "a whole number";
    }
}
