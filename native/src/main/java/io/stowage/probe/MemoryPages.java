package io.stowage.probe;

import io.stowage.probe.linux.MemoryAdvice;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * Tells the kernel how to treat native memory. The answer is the number of bytes it agreed for, or its reason to refuse;
 * refusal changes nothing and the memory stays usable. Thread-safe.
 */
public final class MemoryPages {
    private MemoryPages() {}

    /**
     * Keeps memory from being swapped out ({@code mlock}).
     *
     * @param memory native memory
     * @return its bytes, or why the kernel refuses, mostly the memlock limit
     */
    public static Reading<Long> lock(final MemorySegment memory) {
        return ofNative(memory, MemoryAdvice::lock);
    }

    /**
     * Ends {@link #lock}; locks do not nest.
     *
     * @param memory native memory
     * @return its bytes, or why the kernel refuses
     */
    public static Reading<Long> unlock(final MemorySegment memory) {
        return ofNative(memory, MemoryAdvice::unlock);
    }

    /**
     * Asks for transparent huge pages ({@code madvise}); the kernel uses them when it finds some.
     *
     * @param memory native memory that begins at a page's start, at best at a huge page's
     * @return its bytes, or why the kernel refuses
     */
    public static Reading<Long> adviseHugePages(final MemorySegment memory) {
        return ofNative(memory, MemoryAdvice::adviseHugePages);
    }

    /**
     * Brings pages into memory as a first write to each would ({@code madvise}, since Linux 5.14), so that whoever writes there
     * later need not wait for them. No byte changes.
     *
     * @param memory native memory that begins at a page's start, mapped for writing
     * @return its bytes, or why the kernel refuses
     */
    public static Reading<Long> populateForWrite(final MemorySegment memory) {
        return ofNative(memory, MemoryAdvice::populateForWrite);
    }

    private static Reading<Long> ofNative(final MemorySegment memory, final Call call) {
        if (!memory.isNative()) {
            return Reading.unavailable("the segment is on the heap, where pages cannot be told; use native memory");
        }
        return ReadingSource.readingOf(() -> {
            call.on(memory);
            return memory.byteSize();
        });
    }

    private interface Call {
        void on(MemorySegment memory) throws IOException;
    }
}
