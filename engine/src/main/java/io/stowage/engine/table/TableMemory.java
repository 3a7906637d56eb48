package io.stowage.engine.table;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Zeroed off-heap memory of all tables of one engine, given back together. A shared arena, so that the thread that
 * closes the engine need not be the one that built it; the tables themselves are single-threaded.
 */
public final class TableMemory implements AutoCloseable {
    /** Rows start on a cache line of this many bytes. */
    public static final int CACHE_LINE_LENGTH = 64;

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> segments = new ArrayList<>();
    private long allocatedBytes;

    /** Creates a source of memory. */
    public TableMemory() {}

    /**
     * Takes memory, zeroed and touched.
     *
     * @param length bytes, at most 2 GiB.
     * @return a buffer over it, valid until {@link #close()}.
     */
    public TableBuffer allocate(final long length) {
        if (length > Integer.MAX_VALUE - CACHE_LINE_LENGTH) {
            throw new IllegalArgumentException("a table of " + length + " bytes is too large; lower the limits");
        }
        final MemorySegment segment = arena.allocate(length, CACHE_LINE_LENGTH);
        segments.add(segment);
        allocatedBytes += length;
        return new TableBuffer(segment.address(), (int) length);
    }

    /**
     * What was taken so far.
     *
     * @return bytes.
     */
    public long allocatedBytes() {
        return allocatedBytes;
    }

    /**
     * What was taken so far, for a host that wants to tell the kernel how to treat it.
     *
     * @return read-only views, one for each {@link #allocate}.
     */
    public List<MemorySegment> segments() {
        return segments.stream().map(MemorySegment::asReadOnly).toList();
    }

    @Override
    public void close() {
        arena.close();
    }
}
