package io.stowage.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyQueueTest {
    @Test
    void shouldRefuseWhatIsBeyondItsBoundAndKeepWhatItHas() {
        // given
        final ReplyQueue queue = new ReplyQueue(new ReplyMemory(1_024));
        assertThat(queue.add(frame(1, 1_000), 0, 1_000)).isTrue();

        // when, then
        assertThat(queue.add(frame(2, 100), 0, 100)).isFalse();
        assertThat(queue.peekLength()).isEqualTo(1_000);
        queue.remove();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.add(frame(2, 100), 0, 100)).isTrue();
    }

    @Test
    void shouldTakeAFrameThatFillsItExactly() {
        final ReplyQueue queue = new ReplyQueue(new ReplyMemory(1_024));
        assertThat(queue.add(frame(1, 1_016), 0, 1_016)).isTrue();
        assertThat(queue.add(frame(1, 0), 0, 0)).isFalse();
        assertThat(queue.used()).isEqualTo(1_024);
    }

    @Test
    void shouldRefuseAFrameThatNeverFits() {
        assertThat(new ReplyQueue(new ReplyMemory(1_024)).add(frame(1, 1_017), 0, 1_017))
                .isFalse();
    }

    @Test
    void shouldRefuseACapacityThatIsNotAligned() {
        assertThatThrownBy(() -> new ReplyMemory(1_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be a multiple of 8, not 1001");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldBehaveLikeAQueueOfCopies(final long seed) {
        // given: a naive twin, which knows order and contents but no bound
        final SplittableRandom random = new SplittableRandom(seed);
        final int bound = 8 * random.nextInt(16, 16_384);
        final int longest = random.nextInt(1, 3_000);
        final ReplyQueue queue = new ReplyQueue(new ReplyMemory(bound));
        final Deque<byte[]> twin = new ArrayDeque<>();

        for (int step = 0; step < 50_000; step++) {
            // when
            if (random.nextInt(100) < 52) {
                final int length = random.nextInt(longest);
                final UnsafeBuffer frame = frame(step, length);
                if (queue.add(frame, 0, length)) {
                    twin.add(frame.byteArray());
                } else {
                    assertThat(queue.used() + 2 * (longest + 16))
                            .as("seed %s step %s: refused though it has room", seed, step)
                            .isGreaterThan(bound / 2);
                }
            } else if (!twin.isEmpty()) {
                // then
                final byte[] expected = twin.removeFirst();
                final byte[] actual = new byte[queue.peekLength()];
                queue.buffer().getBytes(queue.peekOffset(), actual);
                assertThat(actual).as("seed %s step %s", seed, step).isEqualTo(expected);
                queue.remove();
            }
            assertThat(queue.isEmpty()).as("seed %s step %s", seed, step).isEqualTo(twin.isEmpty());
            assertThat(queue.used()).isLessThanOrEqualTo(queue.capacity());
            assertThat(queue.capacity()).isLessThanOrEqualTo(bound);
        }
    }

    @Test
    void shouldLendTheMemoryOfOneQueueToTheNext() {
        // given: two clients, of which one lagged for a while
        final ReplyMemory memory = new ReplyMemory(64 * 1024);
        final ReplyQueue first = new ReplyQueue(memory);
        while (first.add(frame(1, 1_000), 0, 1_000)) {
            assertThat(first.isEmpty()).isFalse();
        }
        final DirectBuffer lent = first.buffer();
        first.clear();
        first.release();
        assertThat(first.capacity()).isZero();

        // when
        final ReplyQueue second = new ReplyQueue(memory);
        while (second.add(frame(2, 1_000), 0, 1_000)) {
            assertThat(second.isEmpty()).isFalse();
        }

        // then
        assertThat(second.buffer()).isSameAs(lent);
        assertThat(second.capacity()).isEqualTo(64 * 1024);
        assertThat(first.add(frame(3, 8), 0, 8)).as("takes memory of its own").isTrue();
        assertThat(first.buffer()).isNotSameAs(lent);
    }

    private static UnsafeBuffer frame(final int value, final int length) {
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value * 31 + i);
        }
        return new UnsafeBuffer(bytes);
    }
}
