package io.stowage.tools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SiteMeterTest {
    private static final long GIB = 1L << 30;

    @Test
    void shouldSplitWhatIsAvailable() {
        // 80 GiB less 4 GiB kept back, by 3, rounded down to a grain of half a GiB
        assertThat(SiteMeter.promise(80 * GIB, 0, 3, 0)).isEqualTo(25 * GIB);
    }

    @Test
    void shouldKeepAPromiseThatStillHolds() {
        assertThat(SiteMeter.promise(79 * GIB, 0, 3, 25 * GIB)).isEqualTo(25 * GIB);
        assertThat(SiteMeter.promise(82 * GIB, 0, 3, 25 * GIB)).isEqualTo(25 * GIB);
    }

    @Test
    void shouldChangeAPromiseThatIsFarFromTheTruth() {
        assertThat(SiteMeter.promise(40 * GIB, 0, 3, 25 * GIB)).isLessThan(40 * GIB / 3);
        assertThat(SiteMeter.promise(800 * GIB, 0, 3, 25 * GIB)).isGreaterThan(200 * GIB);
    }

    @Test
    void shouldCountWhatTheChunksUseThemselves() {
        assertThat(SiteMeter.promise(40 * GIB, 40 * GIB, 2, 0)).isGreaterThan(SiteMeter.promise(40 * GIB, 0, 2, 0));
    }

    @Test
    void shouldPromiseNothingOnAFullDisk() {
        assertThat(SiteMeter.promise(0, 0, 3, 25 * GIB)).isZero();
    }

    /** Chunks that share a disk never promise more than there is, whatever they promised before. */
    @Test
    void shouldNeverPromiseMoreThanThereIs() {
        final SplittableRandom random = new SplittableRandom(20261122);
        long former = 0;
        for (int i = 0; i < 100_000; i++) {
            final long available = random.nextLong(1L << random.nextInt(1, 50));
            final long own = random.nextLong(1L << random.nextInt(1, 40));
            final int sharers = random.nextInt(1, 20);

            final long promise = SiteMeter.promise(available, own, sharers, former);

            assertThat(promise).isNotNegative();
            assertThat(promise * sharers)
                    .as("%d available, %d own, %d sharers, %d before", available, own, sharers, former)
                    .isLessThanOrEqualTo(available + own);
            former = random.nextBoolean() ? promise : random.nextLong(1L << 40);
        }
    }
}
