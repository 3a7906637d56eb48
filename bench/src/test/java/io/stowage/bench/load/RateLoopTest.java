package io.stowage.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.Frames;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.Role;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;

class RateLoopTest {
    private static final int RATE = 10_000;
    private static final long DURATION_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long STALL_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @Test
    void shouldChargeAStallToEveryCommandThatItDelayed() {
        final StallingLink link = new StallingLink(STALL_NS);

        final Sample sample = new RateLoop(RATE).run(traffic(link), DURATION_NS);

        // 1,000 commands were due in the first half of the stall, reservations all of them: nothing was granted to be
        // freed.
        assertThat(sample.commands()).isEqualTo(5_000);
        assertThat(countAbove(sample, STALL_NS / 2))
                .isBetween(950L, sample.latenciesNs().getTotalCount());
        assertThat(sample.latenciesNs().getMaxValue()).isGreaterThanOrEqualTo(STALL_NS * 99 / 100);
    }

    @Test
    void shouldGoOnWhereTheLinkPushesBack() {
        final StallingLink link = new StallingLink(0);
        link.pushBackEvery(20);

        final Sample sample = Loop.pipeline(8).run(traffic(link), TimeUnit.MILLISECONDS.toNanos(50));

        assertThat(sample.commands()).isEqualTo(link.taken()).isPositive();
        assertThat(link.inFlight()).isZero();
        assertThat(link.mostInFlight()).isEqualTo(8);
    }

    private static Traffic traffic(final Link link) {
        final Frames frames = new Frames(new CommandIdentity(Role.EXTENT_MANAGER, Fleet.MEASURED_EM, 1).cluster(1, 2));
        return new Traffic(link, frames, YieldingIdleStrategy.INSTANCE, () -> {});
    }

    private static long countAbove(final Sample sample, final long ns) {
        return sample.latenciesNs().getCountBetweenValues(ns, Long.MAX_VALUE);
    }
}
