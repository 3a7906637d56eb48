package io.stowage.tools.diff;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.tools.journal.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Two engines that apply the same entries and should stay the same. Their hashes are compared now and then; where they differ,
 * the first entry that made them differ is found by halving what was applied since they were last seen equal.
 */
final class TwinStates {
    /** Entries from one comparison to the next, all of them kept until it. */
    private static final int INTERVAL = 1 << 16;

    private final Engine one;
    private final Engine other;
    private final Limits oneLimits;
    private final Limits otherLimits;
    private final List<JournalEntry> since = new ArrayList<>();
    private UnsafeBuffer oneEqual;
    private UnsafeBuffer otherEqual;
    private @Nullable JournalEntry parted;

    /** Two engines at the same position; they stay the caller's. */
    TwinStates(final Engine one, final Limits oneLimits, final Engine other, final Limits otherLimits) {
        this.one = one;
        this.oneLimits = oneLimits;
        this.other = other;
        this.otherLimits = otherLimits;
        oneEqual = copy(one);
        otherEqual = copy(other);
    }

    /** Whether the two begin alike. */
    boolean isEqual() {
        return one.stateHash() == other.stateHash();
    }

    /** Applies an entry to both; false once they are seen to differ. */
    boolean apply(final JournalEntry entry) {
        entry.applyTo(one, ReplySink.NONE);
        entry.applyTo(other, ReplySink.NONE);
        since.add(entry);
        return since.size() < INTERVAL || compare();
    }

    /** Compares now; false if they differ. */
    boolean compare() {
        if (parted == null && isEqual()) {
            oneEqual = copy(one);
            otherEqual = copy(other);
            since.clear();
        } else if (parted == null) {
            parted = search();
        }
        return parted == null;
    }

    /** The entry that made them differ, or null as long as none was seen to. */
    @Nullable
    JournalEntry parted() {
        return parted;
    }

    private JournalEntry search() {
        int equal = 0;
        int different = since.size();
        while (different - equal > 1) {
            final int middle = (equal + different) >>> 1;
            if (hash(oneEqual, oneLimits, middle) == hash(otherEqual, otherLimits, middle)) {
                equal = middle;
            } else {
                different = middle;
            }
        }
        return since.get(different - 1);
    }

    private long hash(final UnsafeBuffer start, final Limits limits, final int entries) {
        try (Engine engine = new Engine(limits)) {
            engine.load(start, 0, start.capacity());
            for (final JournalEntry entry : since.subList(0, entries)) {
                entry.applyTo(engine, ReplySink.NONE);
            }
            return engine.stateHash();
        }
    }

    private static UnsafeBuffer copy(final Engine engine) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        engine.snapshot((buffer, offset, length) -> {
            final byte[] part = new byte[length];
            buffer.getBytes(offset, part);
            bytes.writeBytes(part);
        });
        return new UnsafeBuffer(bytes.toByteArray());
    }
}
