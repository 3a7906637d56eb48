package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {
    @TempDir
    private Path directory;

    @Test
    void shouldConcludeItsDefaults() {
        final StandaloneServer.Context ctx = new StandaloneServer.Context().directory(directory);
        ctx.conclude();
        assertThat(ctx.media().endpoint()).isEqualTo("localhost:5707");
        assertThat(ctx.media().aeronDirectoryName())
                .isEqualTo(MediaContext.defaultAeronDirectoryName(directory))
                .isNotEqualTo(MediaContext.defaultAeronDirectoryName(directory.resolve("other")));
        assertThat(ctx.toString())
                .contains("directory=" + directory)
                .contains("maxSessions=4096")
                .contains("secrets=none")
                .contains("endpoint=localhost:5707")
                .contains("syncLevel=PROCESS");
    }

    @Test
    void shouldBeUsedOnceOnly() {
        final StandaloneServer.Context ctx = new StandaloneServer.Context().directory(directory);
        ctx.conclude();
        assertThatThrownBy(ctx::conclude)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the context was concluded already: use one for each server");
        assertThatThrownBy(() -> ctx.maxBatchCommands(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ctx.sessions().maxSessions(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ctx.media().endpoint("")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayWhatDoesNotFit() {
        assertRefused(
                new StandaloneServer.Context(), "directory is not set: say where the server shall keep its journal");
        assertRefused(context().tickIntervalMs(0), "tickIntervalMs (0) and maxBatchCommands (1024) must be positive");
        assertRefused(
                context().maxCommandBytes(2 << 20),
                "maxCommandBytes must be between 4096 and 1048520, which fits into a batch of the journal: 2097152");
        assertRefused(
                context().endpoint("5707"), "'5707' is not an endpoint; write it like localhost:5707 or [::1]:5707");
        assertRefused(
                context().endpoint("localhost:70000"),
                "'localhost:70000' is not an endpoint; write it like localhost:5707 or [::1]:5707");
        final StandaloneServer.Context queue = context();
        queue.sessions().replyQueueBytes(1_001);
        assertRefused(queue, "replyQueueBytes must be a positive multiple of 8: 1001");
        final StandaloneServer.Context term = context();
        term.sessions().responseTermBufferLength(1_000_000);
        assertRefused(term, "responseTermBufferLength must be a power of two from 64 KiB to 1 GiB: 1000000");
    }

    @Test
    void shouldRefuseAHostThatIsNotThisMachine() {
        assertThatThrownBy(() -> StandaloneServer.launch(context().endpoint("192.0.2.1:5707")))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("cannot listen on UDP 192.0.2.1:5707 (")
                .hasMessageEndingWith("); use an address of this machine");
    }

    @Test
    void shouldFindIdleStrategiesByName() {
        assertThat(IdleStrategyKind.of("Backoff"))
                .isEqualTo(IdleStrategyKind.BACKOFF)
                .hasToString("backoff");
        for (final IdleStrategyKind kind : IdleStrategyKind.values()) {
            assertThat(IdleStrategyKind.of(kind.toString())).isEqualTo(kind);
            assertThat(kind.create()).isNotNull();
        }
        assertThatThrownBy(() -> IdleStrategyKind.of("nap"))
                .isInstanceOf(ServerException.class)
                .hasMessage("there is no idle strategy 'nap'; choose backoff, yield, spin, none or sleep");
    }

    @Test
    void shouldNeverUseACounterTypeTwice() {
        assertThat(Arrays.stream(ServerCounter.values()).map(ServerCounter::typeId))
                .doesNotHaveDuplicates()
                .allMatch(typeId -> typeId > 1_000);
        assertThat(Arrays.stream(ServerCounter.values()).map(ServerCounter::label))
                .doesNotHaveDuplicates()
                .allMatch(label -> label.startsWith("stowage: "));
    }

    private StandaloneServer.Context context() {
        return new StandaloneServer.Context().directory(directory);
    }

    private static void assertRefused(final StandaloneServer.Context ctx, final String message) {
        assertThatThrownBy(ctx::conclude).isInstanceOf(ServerException.class).hasMessage(message);
    }
}
