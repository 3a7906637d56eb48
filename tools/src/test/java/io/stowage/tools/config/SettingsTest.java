package io.stowage.tools.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.server.IdleStrategyKind;
import io.stowage.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource(Key.class)
    void shouldReadTheDefaultOfEveryKey(final Key key) {
        final Settings settings = load("", Map.of(), Map.of(), Map.of());

        assertThat(settings.source(key)).isEqualTo("default");
        switch (key.kind()) {
            case COUNT -> assertThat(settings.count(key)).isPositive();
            case SIZE -> assertThat(settings.bytes(key)).isPositive();
            case DURATION -> assertThat(settings.nanos(key)).isNotNegative();
            case TRUTH -> assertThat(settings.isTrue(key)).isEqualTo(Boolean.parseBoolean(key.defaultText()));
            case LIST -> assertThat(settings.list(key)).isEmpty();
            case TEXT -> assertThat(settings.string(key)).isEqualTo(key.defaultText());
        }
    }

    @Test
    void shouldTakeTheStrongestSource() {
        // given
        final String file = "server { endpoint = \"file:1\", idle = yield, tick-interval = 2s }\nlimits.nodes = 7";
        final Map<String, String> environment =
                Map.of("STOWAGE_SERVER_ENDPOINT", "environment:1", "STOWAGE_SERVER_IDLE", "spin", "PATH", "/bin");
        final Map<String, String> properties = Map.of("stowage.server.endpoint", "property:1");

        // when
        final Settings settings = load(file, environment, properties, Map.of("server.endpoint", "override:1"));

        // then
        assertThat(settings.string(Key.SERVER_ENDPOINT)).isEqualTo("override:1");
        assertThat(settings.source(Key.SERVER_ENDPOINT)).isEqualTo("command line");
        assertThat(settings.constant(Key.SERVER_IDLE, IdleStrategyKind.values()))
                .isEqualTo(IdleStrategyKind.SPIN);
        assertThat(settings.source(Key.SERVER_IDLE)).isEqualTo("environment STOWAGE_SERVER_IDLE");
        assertThat(settings.nanos(Key.SERVER_TICK_INTERVAL)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        assertThat(settings.source(Key.SERVER_TICK_INTERVAL)).isEqualTo(directory.resolve("stowage.conf") + ":1");
        assertThat(settings.count(Key.LIMIT_NODES)).isEqualTo(7);
        assertThat(settings.source(Key.LIMIT_NODES)).isEqualTo(directory.resolve("stowage.conf") + ":2");
    }

    @Test
    void shouldLetOptionsOfACommandGoAboveAll() {
        final Map<Key, @Nullable String> told = new HashMap<>();
        told.put(Key.AGENT_CHUNKS, "5");
        told.put(Key.AGENT_ZONE, null);

        final Settings settings = load("agent.zone = east", Map.of("STOWAGE_AGENT_CHUNKS", "4"), Map.of(), Map.of())
                .with(told);

        assertThat(settings.count(Key.AGENT_CHUNKS)).isEqualTo(5);
        assertThat(settings.string(Key.AGENT_ZONE)).isEqualTo("east");
    }

    @Test
    void shouldReadListsFromFileAndEnvironment() {
        assertThat(load("agent.chunk-directories = [\"/a\", \"/b\"]", Map.of(), Map.of(), Map.of())
                        .list(Key.AGENT_CHUNK_DIRECTORIES))
                .containsExactly("/a", "/b");
        assertThat(load("", Map.of("STOWAGE_AGENT_CHUNK_DIRECTORIES", "/c, /d"), Map.of(), Map.of())
                        .list(Key.AGENT_CHUNK_DIRECTORIES))
                .containsExactly("/c", "/d");
    }

    @Test
    void shouldNameTheNearestKeyToAnUnknownOne() {
        assertThatThrownBy(() -> load("server.endpont = x", Map.of(), Map.of(), Map.of()))
                .isInstanceOf(ToolException.class)
                .hasMessage(directory.resolve("stowage.conf")
                        + ":1: there is no key 'server.endpont'; the nearest one is 'server.endpoint'");
        assertThatThrownBy(() -> load("", Map.of("STOWAGE_SERVER_ENDPOIN", "x"), Map.of(), Map.of()))
                .isInstanceOf(ToolException.class)
                .hasMessage("environment: no key belongs to the variable STOWAGE_SERVER_ENDPOIN; the nearest one is"
                        + " STOWAGE_SERVER_ENDPOINT");
        assertThatThrownBy(() -> load("", Map.of(), Map.of("stowage.limits.node", "1"), Map.of()))
                .isInstanceOf(ToolException.class)
                .hasMessage("-Dstowage.limits.node: there is no key 'limits.node'; the nearest one is 'limits.nodes'");
        assertThatThrownBy(() -> load("", Map.of(), Map.of(), Map.of("journal.synch", "batch")))
                .isInstanceOf(ToolException.class)
                .hasMessage("-D journal.synch: there is no key 'journal.synch'; the nearest one is 'journal.sync'");
    }

    @Test
    void shouldSayWhatIsWrongWithAValue() {
        final Settings settings = load(
                "",
                Map.of(),
                Map.of(),
                Map.of(
                        "limits.nodes",
                        "many",
                        "session.timeout",
                        "soon",
                        "media.term-bytes",
                        "big",
                        "server.idle",
                        "x"));

        assertThatThrownBy(() -> settings.count(Key.LIMIT_NODES))
                .hasMessage("the value 'many' of limits.nodes (command line) cannot be used: it is not a whole number");
        assertThatThrownBy(() -> settings.nanos(Key.SESSION_TIMEOUT))
                .hasMessage(
                        "the value 'soon' of session.timeout (command line) cannot be used: it is not a time; write it"
                                + " like 10s or 500ms");
        assertThatThrownBy(() -> settings.bytes(Key.MEDIA_TERM_BYTES))
                .hasMessage(
                        "the value 'big' of media.term-bytes (command line) cannot be used: it is not a size; write it"
                                + " like 4MiB");
        assertThatThrownBy(() -> settings.constant(Key.SERVER_IDLE, IdleStrategyKind.values()))
                .hasMessage(
                        "the value 'x' of server.idle (command line) cannot be used: it is not one of backoff, yield,"
                                + " spin, none, sleep");
    }

    @Test
    void shouldRefuseAFileThatIsMissingOrMalformed() {
        assertThatThrownBy(() -> Settings.load(directory.resolve("nowhere.conf"), Map.of(), Map.of(), Map.of()))
                .isInstanceOf(ToolException.class)
                .hasMessage("the configuration file " + directory.resolve("nowhere.conf")
                        + " cannot be read; check its name and permissions, or create one with 'stowage init'");
        assertThatThrownBy(() -> load("server {", Map.of(), Map.of(), Map.of()))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("the configuration file is not well formed: ")
                .hasMessageContaining("stowage.conf");
    }

    @Test
    void shouldReadTheFileThatItWritesWithEveryKeySet() throws IOException {
        // given
        final Map<Key, String> all = new HashMap<>();
        for (final Key key : Key.values()) {
            all.put(key, key.defaultText());
        }
        final Path file = directory.resolve("all.conf");
        Files.writeString(file, ConfigurationFile.text(all));

        // when
        final Settings settings = Settings.load(file, Map.of(), Map.of(), Map.of());

        // then
        for (final Key key : Key.values()) {
            assertThat(settings.source(key)).as(key.path()).startsWith(file.toString());
            assertThat(settings.text(key)).as(key.path()).isEqualTo(key.defaultText());
        }
    }

    private Settings load(
            final String file,
            final Map<String, String> environment,
            final Map<String, String> properties,
            final Map<String, String> overrides) {
        final Path path = directory.resolve("stowage.conf");
        try {
            Files.writeString(path, file);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
        return Settings.load(path, overrides, environment, properties);
    }
}
