package io.stowage.server.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Watches the free space of the file system that a journal lies on. One thread at a time. */
final class SpaceWatch {
    private final FileStore store;
    private final long minFreeBytes;
    private long freeBytes;

    SpaceWatch(final Path directory, final long minFreeBytes) throws IOException {
        this.store = Files.getFileStore(directory);
        this.minFreeBytes = minFreeBytes;
        look();
    }

    /** Asks the file system, which costs a system call and a small object. */
    void look() throws IOException {
        freeBytes = store.getUsableSpace();
    }

    /** At the last look, bytes. */
    long freeBytes() {
        return freeBytes;
    }

    boolean hasSpace() {
        return freeBytes >= minFreeBytes;
    }
}
