package io.stowage.probe;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks what may never answer. A call on a dead file server or a failing disk sleeps in the kernel where nothing can
 * interrupt it, so each question gets a daemon thread of its own and the asker waits only so long. A question without
 * an answer keeps its one thread and is not asked again until it has come back, so threads never pile up. Thread-safe.
 */
final class BoundedCalls {
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    /**
     * Asks in a thread of its own.
     *
     * @param subject what is asked, as in "statvfs /mnt/data"; also the key under which it is asked once at a time
     * @param limitNs how long to wait
     * @param source the question
     * @param <T> the answer's type
     * @return the answer, the question's failure, or that none came in time
     */
    <T> Reading<T> call(final String subject, final long limitNs, final ReadingSource<T> source) {
        if (limitNs <= 0) {
            return Reading.unavailable(subject + ": not asked, the time of the whole probe was over; allow it more");
        }
        if (Thread.currentThread().isInterrupted()) {
            return cancelled(subject);
        }
        if (!unanswered.add(subject)) {
            return Reading.unavailable(
                    subject + ": still no answer to an earlier question; it is still at work or hangs");
        }
        final CompletableFuture<Reading<T>> answer = new CompletableFuture<>();
        try {
            Thread.ofPlatform().daemon().name("probe " + subject).start(() -> ask(subject, source, answer));
        } catch (final OutOfMemoryError e) {
            // What Thread.start throws when the system grants no further thread.
            unanswered.remove(subject);
            return Reading.unavailable(subject + ": no thread to ask in; raise the limit of processes (ulimit -u)");
        }
        try {
            return answer.get(limitNs, TimeUnit.NANOSECONDS);
        } catch (final TimeoutException e) {
            return Reading.unavailable(subject + ": no answer within " + TimeUnit.NANOSECONDS.toMillis(limitNs)
                    + " ms; the device or server behind it may hang");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return cancelled(subject);
        } catch (final ExecutionException e) {
            return Reading.unavailable(subject + ": failed unexpectedly with " + e.getCause());
        }
    }

    private static <T> Reading<T> cancelled(final String subject) {
        return Reading.unavailable(subject + ": cancelled, the asking thread was interrupted");
    }

    // Nobody else would see what a probe's thread throws: it becomes the reading's reason.
    private <T> void ask(
            final String subject, final ReadingSource<T> source, final CompletableFuture<Reading<T>> answer) {
        try {
            final Reading<T> reading = ReadingSource.readingOf(source);
            unanswered.remove(subject);
            answer.complete(reading);
        } catch (final RuntimeException | Error e) {
            unanswered.remove(subject);
            answer.completeExceptionally(e);
        }
    }
}
