package io.stowage.server.journal;

import io.stowage.probe.MemoryPages;
import io.stowage.probe.Reading;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the pages that the writer comes to next into memory, on a thread of its own: the first write to a page of a mapped file is a
 * fault, which costs many times what the bytes cost. Where the kernel does not do it ({@code MADV_POPULATE_WRITE}, Linux 5.14) the
 * writer takes its faults itself.
 *
 * <p>The pages may be unmapped meanwhile, for the writer does not wait: then the kernel refuses, or populates what is mapped
 * there now; no byte changes in any case.
 */
final class PageToucher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PageToucher.class);
    private static final String THREAD_NAME = "stowage-journal-pages";

    private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(CycleWriter.PAGE_LENGTH);
    private static final int COUNT_BITS = 16;
    private static final long NOTHING = 0;

    /** Once may be a file that was rolled meanwhile; so often in a row, the kernel cannot do it. */
    private static final int REFUSALS = 3;

    /** Number of the first page, and how many they are in the low bits: one word, so that it is handed over as a whole. */
    private final AtomicLong wanted = new AtomicLong(NOTHING);

    private final Thread thread;
    private volatile boolean isClosed;
    private volatile boolean isRefused;
    private int refusals;

    PageToucher() {
        thread = Thread.ofPlatform().daemon().name(THREAD_NAME).start(this::run);
    }

    /**
     * Asks for whole pages, fewer than 65,536; what was asked for before and not begun yet is forgotten. By the writer's thread, which
     * does not wait and allocates nothing.
     */
    void touch(final long address, final long length) {
        if (!isRefused) {
            wanted.set(address >>> PAGE_SHIFT << COUNT_BITS | length >>> PAGE_SHIFT);
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!isClosed && !isRefused) {
            final long pages = wanted.getAndSet(NOTHING);
            if (pages == NOTHING) {
                LockSupport.park(this);
            } else {
                populate(pages >>> COUNT_BITS << PAGE_SHIFT, (pages & (1 << COUNT_BITS) - 1) << PAGE_SHIFT);
            }
        }
    }

    @SuppressWarnings("restricted") // The kernel checks the range; nothing reads or writes it by the segment.
    private void populate(final long address, final long length) {
        final MemorySegment pages = MemorySegment.ofAddress(address).reinterpret(length);
        if (!(MemoryPages.populateForWrite(pages) instanceof Reading.Unavailable<Long> refused)) {
            refusals = 0;
        } else if (++refusals == REFUSALS) {
            isRefused = true;
            LOGGER.info("the journal's pages are not brought into memory ahead of the writer: {}", refused.reason());
        }
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
    }
}
