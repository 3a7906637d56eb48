package io.stowage.server;

import io.stowage.engine.Engine;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalException;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.journal.RecoveryReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Any bytes as the only file of a journal: it is refused with a message, or recovered to an end that a second recovery finds as it
 * is. A Jazzer target; an odd first byte asks for true checksums, which no fuzzer finds by itself.
 */
public final class FuzzedJournal {
    private static final int MAGIC_AND_VERSION = 0x53574A01;
    private static final int BATCH_HEADER_LENGTH = 32;
    private static final int CRC_OFFSET = 4;
    private static final int BYTE_LENGTH_OFFSET = 28;
    private static final Path MEMORY = Path.of("/dev/shm");

    private FuzzedJournal() {}

    /** Throws what a start must not throw. */
    public static void fuzzerTestOneInput(final byte[] input) {
        if (input.length == 0) {
            return;
        }
        final byte[] file = java.util.Arrays.copyOfRange(input, 1, input.length);
        if ((input[0] & 1) == 1) {
            putChecksumsRight(file);
        }
        try {
            final Path directory = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "stowage-fuzz-")
                    : Files.createTempDirectory("stowage-fuzz-");
            try {
                final Path run =
                        Files.createDirectories(directory.resolve("journal").resolve("run-0000000000"));
                Files.write(run.resolve("19700101F.cq4"), file);
                recoverTwice(directory);
            } finally {
                DataImage.delete(directory);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void recoverTwice(final Path directory) {
        final long position;
        try (Journal journal = Journal.open(new Journal.Context().directory(directory));
                JournalReader reader = journal.reader(0)) {
            position = read(reader);
            if (position != journal.recovery().position()) {
                throw new IllegalStateException(
                        "recovered to " + journal.recovery().position() + ", read to " + position);
            }
        } catch (final JournalException refused) {
            return;
        }
        try (Journal journal = Journal.open(new Journal.Context().directory(directory));
                JournalReader reader = journal.reader(0)) {
            final RecoveryReport again = journal.recovery();
            if (again.message() != null || again.position() != position || read(reader) != position) {
                throw new IllegalStateException("recovered to " + position + ", and then again: " + again);
            }
        }
    }

    private static long read(final JournalReader reader) {
        while (reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) ->
                        Engine.templateId(buffer, offset, length))
                > 0) {}
        return reader.position();
    }

    /** Wherever a batch seems to begin. */
    private static void putChecksumsRight(final byte[] file) {
        final ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + BATCH_HEADER_LENGTH <= file.length; at += Integer.BYTES) {
            final int length = BATCH_HEADER_LENGTH + bytes.getInt(at + BYTE_LENGTH_OFFSET);
            if (bytes.getInt(at) == MAGIC_AND_VERSION && length > BATCH_HEADER_LENGTH && length <= file.length - at) {
                final CRC32C crc = new CRC32C();
                crc.update(file, at + CRC_OFFSET + Integer.BYTES, length - CRC_OFFSET - Integer.BYTES);
                crc.update(file, at, CRC_OFFSET);
                bytes.putInt(at + CRC_OFFSET, (int) crc.getValue());
            }
        }
    }
}
