package io.stowage.server.journal;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.agrona.LangUtil;
import org.jspecify.annotations.Nullable;

/**
 * A thread beside the writer's that does what leaves objects on the heap or waits for the file system: mapping a block, allotting blocks,
 * beginning a cycle file. So the writer's own thread, which is the engine's, allocates nothing at any time. One job at a time; all methods
 * are for the writer's thread, and allocate nothing there.
 */
final class JournalHelper implements AutoCloseable {
    private static final String THREAD_NAME = "stowage-journal-helper";

    /** Something to do; made once, not for each time. */
    interface Job {
        void run() throws IOException;
    }

    private final Thread thread;
    private volatile @Nullable Job job;
    private volatile @Nullable Thread waiting;
    private volatile boolean isClosed;
    /** Published by {@link #job}. */
    private @Nullable Throwable failure;

    JournalHelper() {
        thread = Thread.ofPlatform().daemon().name(THREAD_NAME).start(this::run);
    }

    /** Whether a job is under way. */
    boolean isBusy() {
        return job != null;
    }

    /** Has a job done meanwhile. What it fails with is thrown by {@link #finish}. There must be none under way. */
    void begin(final Job wanted) {
        job = wanted;
        LockSupport.unpark(thread);
    }

    /** Waits for the job that is under way, if any, and throws what it threw. */
    void finish() throws IOException {
        awaitIdle();
        final Throwable failed = failure;
        if (failed != null) {
            failure = null;
            if (failed instanceof IOException notWritten) {
                throw notWritten;
            }
            LangUtil.rethrowUnchecked(failed);
        }
    }

    /** Has a job done and waits for it. */
    void await(final Job wanted) throws IOException {
        finish();
        begin(wanted);
        finish();
    }

    private void awaitIdle() {
        if (job != null) {
            // A thread that is interrupted does not park.
            boolean isInterrupted = false;
            waiting = Thread.currentThread();
            while (job != null) {
                LockSupport.park(this);
                isInterrupted |= Thread.interrupted();
            }
            waiting = null;
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!isClosed) {
            final Job wanted = job;
            if (wanted == null) {
                LockSupport.park(this);
            } else {
                try {
                    wanted.run();
                } catch (final Throwable failed) {
                    failure = failed;
                }
                job = null;
                LockSupport.unpark(waiting);
            }
        }
    }

    /** Waits for what is under way, whose failure no longer matters, and ends the thread. */
    @Override
    public void close() {
        awaitIdle();
        isClosed = true;
        LockSupport.unpark(thread);
    }
}
