package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class BoundedCallsTest {
    private static final long GENEROUS_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final BoundedCalls calls = new BoundedCalls();

    @Test
    void shouldPassAnswersAndFailuresOn() {
        assertThat(calls.call("disk", GENEROUS_NS, () -> 7)).isEqualTo(Reading.measured(7));
        assertThat(calls.call("disk", GENEROUS_NS, () -> {
                    throw new IOException("it is broken");
                }))
                .isEqualTo(Reading.unavailable("it is broken"));
        assertThat(calls.call("disk", GENEROUS_NS, () -> {
                    throw new IllegalStateException("a bug");
                }))
                .isEqualTo(
                        Reading.unavailable("disk: failed unexpectedly with java.lang.IllegalStateException: a bug"));
    }

    @Test
    void shouldNotWaitForWhatHangsNorAskItAgain() throws Exception {
        // given
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        final AtomicInteger asked = new AtomicInteger();
        final ReadingSource<Integer> hanging = () -> {
            asked.incrementAndGet();
            awaitUninterruptibly(release);
            ended.countDown();
            return 1;
        };

        // when
        final Reading<Integer> first = calls.call("disk", SHORT_NS, hanging);
        final Reading<Integer> second = calls.call("disk", GENEROUS_NS, hanging);
        final Reading<Integer> other = calls.call("other disk", GENEROUS_NS, () -> 2);

        // then
        assertThat(first)
                .isEqualTo(
                        Reading.unavailable("disk: no answer within 20 ms; the device or server behind it may hang"));
        assertThat(second)
                .isEqualTo(Reading.unavailable(
                        "disk: still no answer to an earlier question; it is still at work or hangs"));
        assertThat(other).isEqualTo(Reading.measured(2));
        assertThat(asked).hasValue(1);

        // and when it answers at last, it may be asked again
        release.countDown();
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        Reading<Integer> again = second;
        while (again.equals(second)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            again = calls.call("disk", GENEROUS_NS, () -> 3);
        }
        assertThat(again).isEqualTo(Reading.measured(3));
    }

    @Test
    void shouldNotAskWhenNoTimeIsLeft() {
        assertThat(calls.call("disk", 0, () -> 1))
                .isEqualTo(Reading.unavailable("disk: not asked, the time of the whole probe was over; allow it more"));
    }

    @Test
    void shouldEndWhenTheAskerIsInterrupted() throws Exception {
        // given
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch started = new CountDownLatch(1);
        final FutureTask<Reading<Integer>> asker = new FutureTask<>(() -> calls.call("disk", GENEROUS_NS, () -> {
            started.countDown();
            awaitUninterruptibly(release);
            return 1;
        }));
        final Thread thread = Thread.ofPlatform().daemon().start(asker);
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();

        // when
        thread.interrupt();

        // then
        assertThat(asker.get(30, TimeUnit.SECONDS))
                .isEqualTo(Reading.unavailable("disk: cancelled, the asking thread was interrupted"));
        release.countDown();
    }

    // As a thread in the kernel does.
    private static void awaitUninterruptibly(final CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (final InterruptedException e) {
                done = false;
            }
        }
    }
}
