package io.stowage.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a journal's directory, and which format it has. Little endian:
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                        Magic ("SWJM")                         |
 *  +---------------------------------------------------------------+
 *  |                        Format Version                         |
 *  +---------------------------------------------------------------+
 *  |                      Process Id of the Owner                  |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                Start Time (ms since 1970) of the Owner        |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                       Cluster UUID, high                      |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                       Cluster UUID, low                       |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |           Closed Position (-1 while open, or not closed)      |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |              CRC32C of everything before this field           |
 *  +---------------------------------------------------------------+
 *  |                            Reserved                           |
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * <p>A newer format keeps the first two fields where they are.
 *
 * @param formatVersion  of the journal in the directory.
 * @param pid            of the owner, or of the last one.
 * @param startTimeMs    when the owner took the directory, in ms since 1970.
 * @param clusterHigh    upper half of the cluster's UUID, 0 until it is known.
 * @param clusterLow     lower half.
 * @param closedPosition of the log when it was last closed in order; {@link #NOT_CLOSED} while it is open or after a crash.
 */
public record MarkFile(
        int formatVersion, long pid, long startTimeMs, long clusterHigh, long clusterLow, long closedPosition) {
    /** Closed position of a journal that is open, or whose process died. */
    public static final long NOT_CLOSED = -1;

    static final int MAGIC = 0x4D4A5753;
    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = MAGIC_OFFSET + Integer.BYTES;
    static final int PID_OFFSET = VERSION_OFFSET + Integer.BYTES;
    static final int START_TIME_OFFSET = PID_OFFSET + Long.BYTES;
    static final int CLUSTER_HIGH_OFFSET = START_TIME_OFFSET + Long.BYTES;
    static final int CLUSTER_LOW_OFFSET = CLUSTER_HIGH_OFFSET + Long.BYTES;
    static final int CLOSED_POSITION_OFFSET = CLUSTER_LOW_OFFSET + Long.BYTES;
    static final int CRC_OFFSET = CLOSED_POSITION_OFFSET + Long.BYTES;
    static final int RESERVED_OFFSET = CRC_OFFSET + Integer.BYTES;
    static final int LENGTH = RESERVED_OFFSET + Integer.BYTES;

    /**
     * Reads the mark of a directory.
     *
     * @param directory of the journal.
     * @return the mark, or null if there is none (or only one that was torn while it was first written).
     * @throws JournalException if it is not a mark of this program, is of a newer format, or cannot be read.
     */
    public static @Nullable MarkFile read(final Path directory) {
        final Path path = directory.resolve(JournalFiles.MARK_FILE);
        if (!Files.exists(path)) {
            return null;
        }
        try {
            return decode(path, ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (final IOException ex) {
            throw new JournalException(path + " cannot be read (" + ex + "); check its permissions", ex);
        }
    }

    private static @Nullable MarkFile decode(final Path path, final ByteBuffer bytes) {
        if (bytes.capacity() < PID_OFFSET || isZero(bytes)) {
            return null;
        }
        if (bytes.getInt(MAGIC_OFFSET) != MAGIC) {
            throw new JournalException(
                    path + " is not the mark file of a journal; choose another --dir, or restore the file");
        }
        final int version = bytes.getInt(VERSION_OFFSET);
        if (version > JournalLayout.VERSION) {
            throw new JournalException("journal in " + path.getParent() + " has format " + version + ", newer than "
                    + JournalLayout.VERSION
                    + ", the newest that this program reads; start the newer release, or choose another --dir");
        }
        if (bytes.capacity() < LENGTH || bytes.getInt(CRC_OFFSET) != crc(bytes)) {
            return null;
        }
        return new MarkFile(
                version,
                bytes.getLong(PID_OFFSET),
                bytes.getLong(START_TIME_OFFSET),
                bytes.getLong(CLUSTER_HIGH_OFFSET),
                bytes.getLong(CLUSTER_LOW_OFFSET),
                bytes.getLong(CLOSED_POSITION_OFFSET));
    }

    /** Writes the mark of a directory. */
    void write(final Path directory, final boolean isForced) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC_OFFSET, MAGIC);
        bytes.putInt(VERSION_OFFSET, formatVersion);
        bytes.putLong(PID_OFFSET, pid);
        bytes.putLong(START_TIME_OFFSET, startTimeMs);
        bytes.putLong(CLUSTER_HIGH_OFFSET, clusterHigh);
        bytes.putLong(CLUSTER_LOW_OFFSET, clusterLow);
        bytes.putLong(CLOSED_POSITION_OFFSET, closedPosition);
        bytes.putInt(CRC_OFFSET, crc(bytes));
        try (FileChannel channel = FileChannel.open(
                directory.resolve(JournalFiles.MARK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bytes, 0);
            if (isForced) {
                channel.force(true);
            }
        }
    }

    MarkFile withCluster(final long high, final long low) {
        return new MarkFile(formatVersion, pid, startTimeMs, high, low, closedPosition);
    }

    MarkFile withClosedPosition(final long position) {
        return new MarkFile(formatVersion, pid, startTimeMs, clusterHigh, clusterLow, position);
    }

    private static boolean isZero(final ByteBuffer bytes) {
        for (int i = 0; i < bytes.capacity(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int crc(final ByteBuffer bytes) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, CRC_OFFSET));
        return (int) crc.getValue();
    }
}
