package io.stowage.server.journal;

import static io.stowage.server.journal.JournalLayout.BATCH_HEADER_LENGTH;
import static io.stowage.server.journal.JournalLayout.BYTE_LENGTH_OFFSET;
import static io.stowage.server.journal.JournalLayout.CRC_OFFSET;
import static io.stowage.server.journal.JournalLayout.ENTRY_COUNT_OFFSET;
import static io.stowage.server.journal.JournalLayout.MAGIC;
import static io.stowage.server.journal.JournalLayout.MAGIC_MASK;
import static io.stowage.server.journal.JournalLayout.MAGIC_OFFSET;
import static io.stowage.server.journal.JournalLayout.START_POSITION_OFFSET;
import static io.stowage.server.journal.JournalLayout.TIMESTAMP_OFFSET;
import static io.stowage.server.journal.JournalLayout.VERSION;

import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks over the excerpts of one cycle file. Each begins, 4-byte aligned, with Chronicle's word:
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                       Length                              |M|N|
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>M: Chronicle's own (header, index pages), which is stepped over; N: not complete; both without a length: end marker; all
 * zero: nothing written yet. The writer publishes the word last, so that a complete word has its bytes behind it for anybody
 * who reads the same memory. Single-threaded.
 */
final class ExcerptCursor {
    static final int WORD_LENGTH = Integer.BYTES;

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int END_MARKER = NOT_COMPLETE | META_DATA;
    private static final long ANY_POSITION = -1;

    private final MappedCycle cycle;
    private final UnsafeBuffer buffer;
    private int offset;
    private int batchOffset;
    private int nextOffset;
    private String reason = "";

    ExcerptCursor(final MappedCycle cycle) {
        this.cycle = cycle;
        this.buffer = cycle.buffer();
    }

    /** Checks what stands at the cursor, which is not moved past a batch; any start position will do. */
    ExcerptState look(final boolean verifyChecksum) {
        return look(ANY_POSITION, verifyChecksum);
    }

    /** Checks what stands at the cursor, which is not moved past a batch, and that it starts at the position. */
    ExcerptState look(final long expectedPosition, final boolean verifyChecksum) {
        while (true) {
            if (offset + WORD_LENGTH > cycle.length()) {
                return ExcerptState.END;
            }
            final int word = buffer.getIntVolatile(offset);
            if (word == 0) {
                return ExcerptState.END;
            }
            if (word == END_MARKER) {
                return ExcerptState.SEALED;
            }
            if ((word & NOT_COMPLETE) != 0) {
                return ExcerptState.INCOMPLETE;
            }
            final int length = word & LENGTH_MASK;
            batchOffset = offset + WORD_LENGTH;
            if (length > cycle.length() - batchOffset) {
                return damaged("an excerpt runs over the end of the file");
            }
            nextOffset = BitUtil.align(batchOffset + length, WORD_LENGTH);
            if ((word & META_DATA) == 0) {
                return check(length, expectedPosition, verifyChecksum);
            }
            if (isBatchAt(batchOffset)) {
                return damaged("a batch is marked as Chronicle's own");
            }
            offset = nextOffset;
        }
    }

    /** Moves to where an excerpt is known to begin, or to end. */
    void moveTo(final int excerptOffset) {
        offset = excerptOffset;
    }

    /** Moves past the batch that was looked at. */
    void advance() {
        offset = nextOffset;
    }

    /** Of what was looked at: its Chronicle word. */
    int offset() {
        return offset;
    }

    int batchOffset() {
        return batchOffset;
    }

    String reason() {
        return reason;
    }

    long startPosition() {
        return longAt(START_POSITION_OFFSET);
    }

    long endPosition() {
        return startPosition() + byteLength();
    }

    long timestampMs() {
        return longAt(TIMESTAMP_OFFSET);
    }

    int entryCount() {
        return intAt(ENTRY_COUNT_OFFSET);
    }

    int byteLength() {
        return intAt(BYTE_LENGTH_OFFSET);
    }

    /**
     * Where a search for valid batches behind the cursor begins: after the batch that should have been here, whether it is whole
     * but was not published, or damaged with two lengths that agree. Its bytes do not count as something that follows.
     */
    int searchOffset() {
        final int start = offset + WORD_LENGTH;
        if (start + BATCH_HEADER_LENGTH > cycle.length()
                || (buffer.getInt(start, ByteOrder.LITTLE_ENDIAN) & MAGIC_MASK) != MAGIC) {
            return start;
        }
        final int length = buffer.getInt(offset, ByteOrder.LITTLE_ENDIAN) & LENGTH_MASK;
        final int claimed = buffer.getInt(start + BYTE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final boolean agree =
                claimed > 0 && length == BATCH_HEADER_LENGTH + claimed && length <= cycle.length() - start;
        return agree || isBatchAt(start) ? start + BATCH_HEADER_LENGTH + claimed : start;
    }

    /** Whether a whole batch with a correct checksum begins at an offset of the file. */
    boolean isBatchAt(final int candidate) {
        if (candidate + BATCH_HEADER_LENGTH > cycle.length()
                || (buffer.getInt(candidate, ByteOrder.LITTLE_ENDIAN) & MAGIC_MASK) != MAGIC) {
            return false;
        }
        final int claimed = buffer.getInt(candidate + BYTE_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        return claimed > 0
                && claimed <= cycle.length() - candidate - BATCH_HEADER_LENGTH
                && buffer.getInt(candidate + CRC_OFFSET, ByteOrder.LITTLE_ENDIAN)
                        == cycle.crc(candidate, BATCH_HEADER_LENGTH + claimed);
    }

    private ExcerptState check(final int length, final long expectedPosition, final boolean verifyChecksum) {
        if (length < BATCH_HEADER_LENGTH || (intAt(MAGIC_OFFSET) & MAGIC_MASK) != MAGIC) {
            return damaged("an excerpt is not a batch of this journal");
        }
        if (length != BATCH_HEADER_LENGTH + byteLength() || entryCount() <= 0) {
            return damaged("the lengths of a batch do not agree");
        }
        final int version = intAt(MAGIC_OFFSET) & ~MAGIC_MASK;
        if ((verifyChecksum || version > VERSION) && intAt(CRC_OFFSET) != cycle.crc(batchOffset, length)) {
            return damaged("the checksum of a batch is wrong");
        }
        if (version > VERSION) {
            throw new JournalException(cycle.file().path() + " has format " + version + ", newer than " + VERSION
                    + ", the newest that this program reads; start the newer release");
        }
        if (expectedPosition != ANY_POSITION && startPosition() != expectedPosition) {
            return damaged(
                    "a batch starts at position " + startPosition() + " where " + expectedPosition + " should follow");
        }
        return ExcerptState.VALID;
    }

    private ExcerptState damaged(final String why) {
        reason = why;
        return ExcerptState.DAMAGED;
    }

    private int intAt(final int fieldOffset) {
        return buffer.getInt(batchOffset + fieldOffset, ByteOrder.LITTLE_ENDIAN);
    }

    private long longAt(final int fieldOffset) {
        return buffer.getLong(batchOffset + fieldOffset, ByteOrder.LITTLE_ENDIAN);
    }
}
