package io.stowage.server.journal;

import java.io.IOException;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.io.ReferenceOwner;
import org.jspecify.annotations.Nullable;

/**
 * Has the block of a cycle file that the writer comes to next mapped before it is there, and the one that it left unmapped, both by the
 * {@link JournalHelper}: Chronicle finds a block that somebody holds, and makes no object for it.
 */
final class BlocksAhead {
    private final ReferenceOwner owner = ReferenceOwner.temporary("stowage-journal-blocks");
    private final JournalHelper helper;
    private final long blockBytes;
    private final JournalHelper.Job mapNext = this::mapNext;
    private @Nullable MappedFile file;
    private @Nullable MappedBytesStore behind;
    private @Nullable MappedBytesStore ahead;
    private long asked;

    BlocksAhead(final JournalHelper helper, final long blockBytes) {
        this.helper = helper;
        this.blockBytes = blockBytes;
    }

    /** The writer is in a new file, at its beginning; nothing of another one is held. */
    void in(final MappedFile cycleFile) {
        file = cycleFile;
        asked = 0;
    }

    /** The writer is so far. Beyond the middle of a block the next one is asked for, at a later call where the helper is busy. */
    void at(final long offset) {
        final long wanted = (offset + blockBytes / 2) / blockBytes;
        if (wanted > asked && !helper.isBusy()) {
            asked = wanted;
            helper.begin(mapNext);
        }
    }

    private void mapNext() {
        final MappedFile mapped = file;
        if (mapped == null) {
            return;
        }
        try {
            final MappedBytesStore further = mapped.acquireByteStore(owner, asked * blockBytes);
            release(behind);
            behind = ahead;
            ahead = further;
        } catch (final IOException | RuntimeException | Error unmapped) {
            // The writer maps the block itself when it is there, and reports it where that fails too.
            asked = Long.MAX_VALUE;
        }
    }

    /** Lets go of what is held. Not while the helper is busy with something else than this. */
    void release() {
        release(behind);
        release(ahead);
        behind = null;
        ahead = null;
        file = null;
    }

    private void release(final @Nullable MappedBytesStore store) {
        if (store != null) {
            store.release(owner);
        }
    }
}
