package io.stowage.engine;

import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.stowage.codecs.Provision;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steady state makes no garbage. */
class AllocationFreeTest {
    private static final int ROUNDS = 20_000;

    @Test
    void shouldReserveAndGiveBackWithoutGarbage() {
        try (EngineFixture fixture = new EngineFixture()) {
            for (int i = 1; i <= 50; i++) {
                fixture.healthyChunk(i, 100 * GIB);
            }
            fixture.connectEm(1, 1);
            fixture.reserve(1, 1, Provision.THICK, 3, 1);
            final LoggedEngine.Entry reserve = fixture.log.getLast();
            final List<Integer> chunks = fixture.grantedChunks();
            fixture.free(1, 1, Provision.THICK, EngineFixture.EXTENT, chunks.get(0), chunks.get(1), chunks.get(2));
            fixture.keepAlive(1, 1, -1, 100 * GIB, 0);
            final LoggedEngine.Entry keepAlive = fixture.log.getLast();

            run(fixture.engine, reserve, keepAlive);
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            final long thread = Thread.currentThread().threadId();
            long least = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
                final long before = threads.getThreadAllocatedBytes(thread);
                run(fixture.engine, reserve, keepAlive);
                least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
            }

            assertThat(least / ROUNDS).isZero();
            assertThat(least).as("bytes over %d rounds", ROUNDS).isLessThan(4_096);
        }
    }

    /** Reservations pile up until the chunks are full, so that both the grant and the refusal are covered. */
    private static void run(final Engine engine, final LoggedEngine.Entry reserve, final LoggedEngine.Entry keepAlive) {
        for (int i = 0; i < ROUNDS; i++) {
            apply(engine, i % 4 == 0 ? keepAlive : reserve);
        }
    }

    private static void apply(final Engine engine, final LoggedEngine.Entry entry) {
        final int length = entry.frame().capacity();
        engine.onEntry(
                LogPosition.after(engine.position(), length), 1_000_000, 7, entry.frame(), 0, length, ReplySink.NONE);
    }
}
