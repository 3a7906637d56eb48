package io.stowage.tools.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import io.stowage.tools.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of all keys and where each came from. The strongest first: options of the command, {@code -D} on the command line,
 * {@code -Dstowage.} of the virtual machine, environment variables, the file, the defaults. Immutable.
 */
public final class Settings {
    private static final String SYSTEM_PREFIX = "stowage.";
    private static final String VARIABLE_PREFIX = "STOWAGE_";

    /** Variables of the launcher and of the data directory, which are no keys. */
    private static final List<String> OTHER_VARIABLES =
            List.of(DataDirectory.VARIABLE, "STOWAGE_OPTS", "STOWAGE_BUILD");

    private final Map<Key, Setting> byKey;

    private Settings(final Map<Key, Setting> byKey) {
        this.byKey = byKey;
    }

    /** A value and its source; the value is kept in a configuration of its own, which knows how to read it. */
    private record Setting(Config config, String source) {}

    /**
     * Reads all sources.
     *
     * @param file      to be read; null: none.
     * @param overrides of the command line, by path.
     * @return the settings.
     * @throws ToolException if the file cannot be read, or a key is not known anywhere.
     */
    public static Settings load(final @Nullable Path file, final Map<String, String> overrides) {
        return load(file, overrides, System.getenv(), systemProperties());
    }

    static Settings load(
            final @Nullable Path file,
            final Map<String, String> overrides,
            final Map<String, String> environment,
            final Map<String, String> properties) {
        final Map<Key, Setting> found = new EnumMap<>(Key.class);
        for (final Key key : Key.values()) {
            found.put(key, new Setting(parse(key, key.defaultText(), "default"), "default"));
        }
        if (file != null) {
            addFile(found, file);
        }
        addVariables(found, environment);
        addPaths(found, properties, "-D" + SYSTEM_PREFIX, "-D" + SYSTEM_PREFIX);
        addPaths(found, overrides, "-D ", "command line");
        return new Settings(found);
    }

    /**
     * The same with values that options of a command told.
     *
     * @param told value or null for each key; null leaves it as it is.
     * @return the settings.
     */
    public Settings with(final Map<Key, @Nullable String> told) {
        final Map<Key, Setting> all = new EnumMap<>(byKey);
        told.forEach((key, value) -> {
            if (value != null) {
                all.put(key, new Setting(parse(key, value, "command line"), "command line"));
            }
        });
        return new Settings(all);
    }

    /**
     * A text.
     *
     * @param key of kind TEXT.
     * @return its value.
     */
    public String string(final Key key) {
        return read(key, Config::getString).strip();
    }

    /**
     * A whole number.
     *
     * @param key of kind COUNT.
     * @return its value.
     */
    public int count(final Key key) {
        return read(key, Config::getInt);
    }

    /**
     * A size.
     *
     * @param key of kind SIZE.
     * @return bytes.
     */
    public long bytes(final Key key) {
        return read(key, Config::getBytes);
    }

    /**
     * A size that fits a number of 32 bits.
     *
     * @param key of kind SIZE.
     * @return bytes.
     */
    public int smallBytes(final Key key) {
        final long bytes = bytes(key);
        if (bytes > Integer.MAX_VALUE) {
            throw bad(key, "it is larger than " + Integer.MAX_VALUE + " bytes");
        }
        return (int) bytes;
    }

    /**
     * A time.
     *
     * @param key of kind DURATION.
     * @return nanoseconds.
     */
    public long nanos(final Key key) {
        return read(key, (config, path) -> config.getDuration(path, TimeUnit.NANOSECONDS));
    }

    /**
     * Whether something is so.
     *
     * @param key of kind TRUTH.
     * @return its value.
     */
    public boolean isTrue(final Key key) {
        return read(key, Config::getBoolean);
    }

    /**
     * Texts.
     *
     * @param key of kind LIST.
     * @return its values.
     */
    public List<String> list(final Key key) {
        return read(key, Config::getStringList);
    }

    /**
     * One of the constants of an enum, whatever its case.
     *
     * @param key    of kind TEXT.
     * @param values allowed.
     * @param <E>    the enum.
     * @return the constant.
     */
    public <E extends Enum<E>> E constant(final Key key, final E[] values) {
        final String text = string(key).toUpperCase(Locale.ROOT).replace('-', '_');
        return Stream.of(values)
                .filter(value -> value.name().equals(text))
                .findFirst()
                .orElseThrow(() -> bad(
                        key,
                        "it is not one of "
                                + String.join(
                                        ", ",
                                        Stream.of(values)
                                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                                .toList())));
    }

    /**
     * Where a value came from.
     *
     * @param key any.
     * @return as in {@code default} or {@code environment STOWAGE_SERVER_ENDPOINT}.
     */
    public String source(final Key key) {
        return setting(key).source;
    }

    /**
     * A value for people.
     *
     * @param key any.
     * @return as it would stand in the file.
     */
    public String text(final Key key) {
        final Object value = setting(key).config.getAnyRef(key.path());
        return value instanceof List<?> list ? list.toString() : String.valueOf(value);
    }

    /**
     * Complains about a value.
     *
     * @param key of the value.
     * @param why one clause.
     * @return to be thrown.
     */
    public ToolException bad(final Key key, final String why) {
        return new ToolException(
                "the value '" + text(key) + "' of " + key.path() + " (" + source(key) + ") cannot be used: " + why);
    }

    private Setting setting(final Key key) {
        return Optional.ofNullable(byKey.get(key)).orElseThrow();
    }

    private <V> V read(final Key key, final java.util.function.BiFunction<Config, String, V> reader) {
        try {
            return reader.apply(setting(key).config, key.path());
        } catch (final ConfigException wrong) {
            throw bad(
                    key,
                    switch (key.kind()) {
                        case COUNT -> "it is not a whole number";
                        case SIZE -> "it is not a size; write it like 4MiB";
                        case DURATION -> "it is not a time; write it like 10s or 500ms";
                        case TRUTH -> "it is neither true nor false";
                        case LIST -> "it is not a list; write it like [\"a\", \"b\"]";
                        case TEXT -> "it is not a text";
                    });
        }
    }

    private static void addFile(final Map<Key, Setting> found, final Path file) {
        if (!Files.isReadable(file)) {
            throw new ToolException("the configuration file " + file
                    + " cannot be read; check its name and permissions, or create one with 'stowage init'");
        }
        final Config all;
        try {
            all = ConfigFactory.parseFile(
                            file.toFile(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF))
                    .resolve();
        } catch (final ConfigException malformed) {
            throw new ToolException(
                    "the configuration file is not well formed: "
                            + String.valueOf(malformed.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    malformed);
        }
        all.entrySet().forEach(entry -> {
            final String path = entry.getKey().replace("\"", "");
            final int line = entry.getValue().origin().lineNumber();
            final String where = file + (line > 0 ? ":" + line : "");
            final Key key = Key.ofPath(path).orElseThrow(() -> unknown(path, where));
            found.put(key, new Setting(all, where));
        });
    }

    private static void addVariables(final Map<Key, Setting> found, final Map<String, String> environment) {
        environment.forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE_PREFIX) && !OTHER_VARIABLES.contains(variable)) {
                final Key key = Stream.of(Key.values())
                        .filter(known -> known.variable().equals(variable))
                        .findFirst()
                        .orElseThrow(() -> unknownVariable(variable));
                found.put(key, new Setting(parse(key, value, variable), "environment " + variable));
            }
        });
    }

    private static void addPaths(
            final Map<Key, Setting> found,
            final Map<String, String> byPath,
            final String shownPrefix,
            final String source) {
        byPath.forEach((name, value) -> {
            final String path = name.startsWith(SYSTEM_PREFIX) ? name.substring(SYSTEM_PREFIX.length()) : name;
            final Key key = Key.ofPath(path).orElseThrow(() -> unknown(path, shownPrefix + path));
            found.put(key, new Setting(parse(key, value, source), source));
        });
    }

    private static ToolException unknown(final String path, final String where) {
        return new ToolException(where + ": there is no key '" + path + "'; the nearest one is '"
                + NearestName.of(path, Key.paths()) + "'");
    }

    private static ToolException unknownVariable(final String variable) {
        final List<String> known = Stream.of(Key.values()).map(Key::variable).toList();
        return new ToolException("environment: no key belongs to the variable " + variable + "; the nearest one is "
                + NearestName.of(variable, known));
    }

    private static Config parse(final Key key, final String text, final String source) {
        if (key.kind() != Key.Kind.LIST) {
            return ConfigFactory.empty().withValue(key.path(), ConfigValueFactory.fromAnyRef(text, source));
        }
        final List<String> elements = new ArrayList<>();
        for (final String element :
                text.replace("[", "").replace("]", "").replace("\"", "").split(",", -1)) {
            if (!element.isBlank()) {
                elements.add(element.strip());
            }
        }
        return ConfigFactory.empty().withValue(key.path(), ConfigValueFactory.fromIterable(elements, source));
    }

    private static Map<String, String> systemProperties() {
        final Map<String, String> ours = new LinkedHashMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SYSTEM_PREFIX))
                .sorted()
                .forEach(name -> ours.put(name, System.getProperty(name)));
        return ours;
    }
}
