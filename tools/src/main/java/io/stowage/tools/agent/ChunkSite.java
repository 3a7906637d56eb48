package io.stowage.tools.agent;

import java.nio.file.Path;

/**
 * A chunk of this node: its identity, and where its data would lie.
 *
 * @param port          its identity on the node.
 * @param directory     on the disk that it offers.
 * @param capacityBytes that it promised last; 0: nothing yet.
 */
public record ChunkSite(int port, Path directory, long capacityBytes) {
    /**
     * The same with another promise.
     *
     * @param bytes promised.
     * @return a copy.
     */
    public ChunkSite withCapacity(final long bytes) {
        return new ChunkSite(port, directory, bytes);
    }
}
