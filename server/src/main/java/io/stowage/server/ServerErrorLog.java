package io.stowage.server;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.IoUtil;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.errors.ErrorConsumer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.errors.LoggingErrorHandler;

/**
 * The file that counts distinct errors instead of repeating them. It lies in the directory of the server; the one of the run
 * before is kept beside it. Recording is thread-safe.
 */
public final class ServerErrorLog implements AutoCloseable {
    /** Name of the file in the directory of the server. */
    public static final String FILE = "errors.dat";

    /** Name of the file of the run before. */
    public static final String PREVIOUS_FILE = "errors.previous.dat";

    /** Length of the file, bytes. */
    public static final int LENGTH = 1 << 20;

    private final MappedByteBuffer mapped;
    private final LoggingErrorHandler handler;
    private final AtomicLong count = new AtomicLong();

    private ServerErrorLog(final MappedByteBuffer mapped, final LoggingErrorHandler handler) {
        this.mapped = mapped;
        this.handler = handler;
    }

    /**
     * Opens a new log, and keeps the one of the run before.
     *
     * @param directory of the server, which the caller owns.
     * @param clock     of the times in it.
     * @return the log, to be closed by the caller.
     * @throws ServerException if the file cannot be made.
     */
    public static ServerErrorLog open(final Path directory, final EpochClock clock) {
        final Path file = directory.resolve(FILE);
        try {
            if (Files.exists(file)) {
                Files.move(file, directory.resolve(PREVIOUS_FILE), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (final IOException e) {
            throw new ServerException("cannot put aside " + file + ": " + e.getMessage(), e);
        }
        final MappedByteBuffer mapped = IoUtil.mapNewFile(file.toFile(), LENGTH);
        return new ServerErrorLog(
                mapped, new LoggingErrorHandler(new DistinctErrorLog(new UnsafeBuffer(mapped), clock)));
    }

    /**
     * Reads the errors of a server, running or not.
     *
     * @param directory of the server.
     * @param consumer  told about each distinct error.
     * @return how many distinct errors there are.
     */
    public static int read(final Path directory, final ErrorConsumer consumer) {
        final Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return 0;
        }
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(file.toFile(), FILE);
        try {
            return ErrorLogReader.read(new UnsafeBuffer(mapped), consumer);
        } finally {
            IoUtil.unmap(mapped);
        }
    }

    void record(final Throwable error) {
        count.incrementAndGet();
        handler.onError(error);
    }

    /** Errors since the start, distinct or not. */
    long count() {
        return count.get();
    }

    @Override
    public void close() {
        handler.close();
        IoUtil.unmap(mapped);
    }
}
