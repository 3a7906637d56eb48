package io.stowage.server.snapshot;

import java.nio.file.Path;

/**
 * A published snapshot.
 *
 * @param path     of the file.
 * @param position of the last entry that is in it, bytes of log.
 * @param bytes    length of the file.
 */
public record SnapshotFile(Path path, long position, long bytes) {}
