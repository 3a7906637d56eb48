package io.stowage.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class ClockGetTimeTest {
    @Test
    void shouldReadTheClocksThatTheJvmReads() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            // given
            final ClockGetTime clock = new ClockGetTime(arena);

            // when
            final long nanoTimeBefore = System.nanoTime();
            final long monotonic = clock.nowNs(ClockGetTime.Clock.MONOTONIC);
            final long nanoTimeAfter = System.nanoTime();
            final Instant before = Instant.now();
            final long realtime = clock.nowNs(ClockGetTime.Clock.REALTIME);
            final Instant after = Instant.now();

            // then
            assertThat(monotonic).isBetween(nanoTimeBefore, nanoTimeAfter);
            assertThat(realtime).isBetween(epochNs(before), epochNs(after));
        }
    }

    @Test
    void shouldCountThisThreadsWork() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            // given
            final ClockGetTime clock = new ClockGetTime(arena);
            final long jvmBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

            // when
            final long threadNs = clock.nowNs(ClockGetTime.Clock.THREAD_CPU);

            // then
            final long jvmAfter = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            assertThat(threadNs).isBetween(jvmBefore, jvmAfter);
        }
    }

    @Test
    void shouldNotMoveBackwards() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            final ClockGetTime clock = new ClockGetTime(arena);
            for (final ClockGetTime.Clock each :
                    new ClockGetTime.Clock[] {ClockGetTime.Clock.MONOTONIC_RAW, ClockGetTime.Clock.BOOTTIME}) {
                long last = clock.nowNs(each);
                assertThat(last).isPositive();
                for (int i = 0; i < 1_000; i++) {
                    final long next = clock.nowNs(each);
                    assertThat(next).isGreaterThanOrEqualTo(last);
                    last = next;
                }
            }
        }
    }

    private static long epochNs(final Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
