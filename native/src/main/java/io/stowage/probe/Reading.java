package io.stowage.probe;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a probe found: a value, or why there is none. Immutable.
 *
 * @param <T> the value's type
 */
public sealed interface Reading<T> {
    /**
     * A value that was read from this machine.
     *
     * @param value what was read
     * @param <T> its type
     */
    record Measured<T>(T value) implements Reading<T> {}

    /**
     * No value.
     *
     * @param reason one line for people: what was tried, what refused it and, where known, what to do
     * @param <T> the type it would have had
     */
    record Unavailable<T>(String reason) implements Reading<T> {}

    /**
     * A reading with a value.
     *
     * @param value what was read
     * @param <T> its type
     * @return the reading
     */
    static <T> Reading<T> measured(final T value) {
        return new Measured<>(value);
    }

    /**
     * A reading without a value.
     *
     * @param reason one line for people
     * @param <T> the type it would have had
     * @return the reading
     */
    static <T> Reading<T> unavailable(final String reason) {
        return new Unavailable<>(reason);
    }

    /**
     * The value, if there is one.
     *
     * @return empty if the reading is {@link Unavailable}
     */
    default Optional<T> toOptional() {
        return switch (this) {
            case Measured<T>(T value) -> Optional.of(value);
            case Unavailable<T> unavailable -> Optional.empty();
        };
    }

    /**
     * The reason why there is no value.
     *
     * @return empty if the reading is {@link Measured}
     */
    default Optional<String> whyUnavailable() {
        return switch (this) {
            case Measured<T> measured -> Optional.empty();
            case Unavailable<T>(String reason) -> Optional.of(reason);
        };
    }

    /**
     * The value or another one.
     *
     * @param other for a reading without a value
     * @return one of the two
     */
    default T orElse(final T other) {
        return toOptional().orElse(other);
    }

    /**
     * This reading if it has a value, else another one.
     *
     * @param other for a reading without a value
     * @return one of the two
     */
    default Reading<T> or(final Reading<T> other) {
        return this instanceof Measured ? this : other;
    }

    /**
     * A reading of something derived from this one's value.
     *
     * @param mapping from the value to the other
     * @param <R> the other's type
     * @return a reading with the other value, or with this one's reason
     */
    default <R> Reading<R> map(final Function<? super T, ? extends R> mapping) {
        return flatMap(value -> measured(mapping.apply(value)));
    }

    /**
     * A reading that depends on this one's value and may itself fail.
     *
     * @param mapping from the value to the other reading
     * @param <R> the other's type
     * @return the other reading, or one with this one's reason
     */
    default <R> Reading<R> flatMap(final Function<? super T, Reading<R>> mapping) {
        return switch (this) {
            case Measured<T>(T value) -> mapping.apply(value);
            case Unavailable<T>(String reason) -> unavailable(reason);
        };
    }
}
