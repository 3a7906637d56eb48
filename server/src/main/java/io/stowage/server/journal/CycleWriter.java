package io.stowage.server.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.Wire;
import org.agrona.BitUtil;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Writes the cycle files of one run through Chronicle Queue. Chronicle takes the cycle from a clock; ours shows a day for each
 * cycle and goes on only when we say so, so that a roll depends on the log alone. Single-threaded; what leaves objects on the heap, or
 * waits for the file system, is done by the {@link JournalHelper} while the caller waits.
 */
final class CycleWriter implements AutoCloseable {
    /** We never look anything up by Chronicle's index: the smallest one, that an append hardly ever touches. */
    private static final int INDEX_COUNT = 8;

    private static final int INDEX_SPACING = 1 << 20;
    private static final RollCycles ROLL_CYCLE = RollCycles.FAST_DAILY;
    static final int PAGE_LENGTH = 4096;

    /** How far ahead of the writer pages are in memory: tens of milliseconds of a loop at full speed. */
    private static final long TOUCH_AHEAD_BYTES = 4 << 20;

    static {
        ChronicleSettings.apply();
    }

    private final Path runDirectory;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final PointerBytesStore source = new PointerBytesStore();
    private final CycleForce force;
    private final ForceWindow forceWindow;
    private final ErrorHandler errorHandler;
    private final PageToucher toucher = new PageToucher();
    private final JournalHelper helper = new JournalHelper();
    private final BlocksAhead blocks;
    private final JournalHelper.Job beginCycle = this::beginCycle;
    private final JournalHelper.Job endCycle = this::endCycle;
    private final JournalHelper.Job allot = this::allot;
    private @Nullable FileChannel channel;
    private int cycle;
    private boolean isCycleNew;
    private boolean canAllocate;
    private long reservedEnd;
    private long reserveFrom;
    private long reserveTarget;
    private long touchedEnd;
    private long forcedEnd;

    CycleWriter(
            final Path runDirectory,
            final int firstCycle,
            final long blockBytes,
            final boolean canAllocate,
            final CycleForce force,
            final ErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
        this.runDirectory = runDirectory;
        this.cycle = firstCycle;
        this.canAllocate = canAllocate;
        this.force = force;
        this.forceWindow = new ForceWindow(force);
        this.blocks = new BlocksAhead(helper, blockBytes);
        this.queue = SingleChronicleQueueBuilder.binary(runDirectory)
                .rollCycle(ROLL_CYCLE)
                .timeProvider(() -> (long) cycle * ROLL_CYCLE.lengthInMillis())
                .blockSize(blockBytes)
                .syncMode(SyncMode.NONE)
                .indexCount(INDEX_COUNT)
                .indexSpacing(INDEX_SPACING)
                .build();
        this.appender = queue.createAppender();
        // One thread at a time, but not always the same: a host starts on one thread, and serves on another.
        this.appender.singleThreadedCheckDisabled(true);
    }

    /** Appends one excerpt to the current cycle; the first one creates its file. */
    void write(final long address, final int length) throws IOException {
        source.set(address, length);
        if (channel == null) {
            helper.await(beginCycle);
        } else {
            if (offset() + length + PAGE_LENGTH > mapped().safeLimit()) {
                // The next block comes: it was asked for half a block ago.
                helper.finish();
            }
            appender.writeBytes(source);
        }
        blocks.at(offset());
        if (touchedEnd - offset() < TOUCH_AHEAD_BYTES / 2) {
            touchAhead();
        }
    }

    private void beginCycle() throws IOException {
        appender.writeBytes(source);
        channel = FileChannel.open(path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        blocks.in(((MappedBytes) bytes()).mappedFile());
        reservedEnd = 0;
        touchedEnd = 0;
        isCycleNew = true;
    }

    /** Has the pages ahead brought into memory, as far as they are mapped and have blocks. */
    private void touchAhead() {
        final BytesStore<?, ?> mapped = mapped();
        final long offset = offset();
        final long from = Math.max(touchedEnd, BitUtil.align(offset, PAGE_LENGTH));
        final long end = Math.min(Math.min(offset + TOUCH_AHEAD_BYTES, reservedEnd), mapped.safeLimit());
        final long length = (end - from) & -PAGE_LENGTH;
        if (length > 0 && mapped.inside(from, length)) {
            toucher.touch(mapped.addressForRead(from), length);
            touchedEnd = from + length;
        }
    }

    /** Makes what was written to the current cycle since the last force durable. */
    void force() throws IOException {
        if (channel != null && !isCycleNew) {
            final long end = offset();
            forceWindow.force(channel, forcedEnd, end);
            forcedEnd = end;
        } else {
            forceFile();
        }
    }

    /** Makes the whole file of the current cycle durable, and that it is there. */
    void forceFile() throws IOException {
        if (channel != null) {
            force.file(channel);
            forcedEnd = offset();
            if (isCycleNew) {
                force.directory(runDirectory);
                isCycleNew = false;
            }
        }
    }

    /** The next write goes into the next cycle. */
    void roll() throws IOException {
        helper.await(endCycle);
        cycle++;
    }

    private void endCycle() throws IOException {
        blocks.release();
        if (channel != null) {
            // Behind the last excerpt come Chronicle's end marker and, at most, an index page.
            final long unused = BitUtil.align(offset(), PAGE_LENGTH) + PAGE_LENGTH;
            if (reservedEnd > unused) {
                giveBack(unused, reservedEnd - unused);
            }
            closeChannel();
        }
    }

    /** Blocks that are kept cost space and nothing else: a file system that does not take them back is no reason to end. */
    private void giveBack(final long offset, final long length) {
        try {
            canAllocate = BlockAllocation.free(path(), offset, length);
        } catch (final IOException ex) {
            errorHandler.onError(new JournalException(
                    "blocks that " + path() + " does not need cannot be given back (" + ex + "); they stay allotted",
                    ex));
        }
    }

    /**
     * Allots blocks ahead of the writer, so that their lack is an error here and not a fault of the mapping. Where the file
     * system cannot allot, nothing is reserved, and only the watch on its free space is left.
     */
    void reserve(final long aheadBytes) throws IOException {
        if (channel != null && canAllocate) {
            final long target = BitUtil.align(offset() + aheadBytes, PAGE_LENGTH);
            final long from = Math.max(reservedEnd, BitUtil.align(offset(), PAGE_LENGTH) - PAGE_LENGTH);
            if (target > from) {
                reserveFrom = from;
                reserveTarget = target;
                helper.await(allot);
            }
        }
    }

    private void allot() throws IOException {
        canAllocate = BlockAllocation.allocate(path(), reserveFrom, reserveTarget - reserveFrom);
        reservedEnd = reserveTarget;
    }

    /** The thread beside the writer's, while the writer is open. */
    JournalHelper helper() {
        return helper;
    }

    /** Bytes that are reserved ahead of the writer; without end where none can be. */
    long reserved() {
        if (!canAllocate) {
            return Long.MAX_VALUE;
        }
        return channel == null ? 0 : reservedEnd - offset();
    }

    /** The file of the current cycle, which is there once something was written to it. */
    Path path() {
        return JournalFiles.cyclePath(runDirectory, cycle);
    }

    boolean hasFile() {
        return channel != null;
    }

    @Override
    public void close() throws IOException {
        final long offset = channel == null ? 0 : offset();
        closeThreads();
        closeChannel();
        queue.close();
        if (offset > 0) {
            JournalRecovery.seal(path(), endOffset(offset));
            force.directory(runDirectory);
        }
    }

    /** Lets go of the files as they are, after a failure. */
    void abandon() throws IOException {
        closeThreads();
        closeChannel();
        queue.close();
    }

    /** Offset after what Chronicle may have put behind the last excerpt. */
    private long endOffset(final long offset) {
        try (MappedCycle mapped = new MappedCycle(new CycleFile(cycle, path()))) {
            final ExcerptCursor cursor = new ExcerptCursor(mapped);
            cursor.moveTo((int) offset);
            cursor.look(false);
            return cursor.offset();
        }
    }

    private void closeThreads() {
        toucher.close();
        helper.close();
        blocks.release();
    }

    /** The block that the writer is in. */
    private BytesStore<?, ?> mapped() {
        return Objects.requireNonNull(bytes().bytesStore(), "written before");
    }

    /** Offset in the file after the last excerpt. */
    private long offset() {
        return bytes().writePosition();
    }

    private Bytes<?> bytes() {
        final Wire wire = Objects.requireNonNull(appender.wire(), "written before");
        return wire.bytes();
    }

    private void closeChannel() throws IOException {
        forceWindow.close();
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
