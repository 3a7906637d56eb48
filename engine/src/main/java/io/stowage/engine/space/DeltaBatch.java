package io.stowage.engine.space;

import io.stowage.codecs.Reason;
import io.stowage.codecs.wire.Protocol;

/** The changes of one delta command, gathered before any of them is applied. One object for all commands. */
final class DeltaBatch {
    /** A provision change is two changes a row. */
    private static final int CAPACITY = 2 * Protocol.MAX_GROUP_ENTRIES;

    private final int[] chunk = new int[CAPACITY];
    private final int[] spaceClass = new int[CAPACITY];
    private final long[] bytes = new long[CAPACITY];
    private final long[] rxBytes = new long[CAPACITY];
    private final int[] segments = new int[CAPACITY];
    private final int[] rxSegments = new int[CAPACITY];

    /** Growth by chunk, tier and priority while {@link #checkGrowth} runs; all zeros otherwise. */
    private final long[] growth;

    private int size;
    private Reason fault = Reason.NONE;
    private long expected;
    private long found;

    DeltaBatch(final int chunks) {
        growth = new long[chunks * SpaceClass.COUNT];
    }

    void clear() {
        size = 0;
        fault = Reason.NONE;
        expected = 0;
        found = 0;
    }

    void add(
            final int chunkRow,
            final int classCode,
            final long bytesChange,
            final long rxBytesChange,
            final int segmentsChange,
            final int rxSegmentsChange) {
        chunk[size] = chunkRow;
        spaceClass[size] = classCode;
        bytes[size] = bytesChange;
        rxBytes[size] = rxBytesChange;
        segments[size] = segmentsChange;
        rxSegments[size] = rxSegmentsChange;
        size++;
    }

    /** Notes the first fault. */
    void fault(final Reason reason, final long expectedFigure, final long foundFigure) {
        if (fault == Reason.NONE) {
            fault = reason;
            expected = expectedFigure;
            found = foundFigure;
        }
    }

    /** Growth comes by reservation: on no chunk, tier and priority may the bytes grow in sum. */
    void checkGrowth() {
        for (int i = 0; i < size; i++) {
            growth[group(i)] += bytes[i] + rxBytes[i];
        }
        for (int i = 0; i < size; i++) {
            final long sum = growth[group(i)];
            growth[group(i)] = 0;
            if (sum > 0) {
                fault(Reason.OVERFLOW, 0, sum);
            }
        }
    }

    private int group(final int i) {
        return chunk[i] * SpaceClass.COUNT + SpaceClass.tier(spaceClass[i]) * 2 + SpaceClass.priority(spaceClass[i]);
    }

    int size() {
        return size;
    }

    Reason fault() {
        return fault;
    }

    long expected() {
        return expected;
    }

    long found() {
        return found;
    }

    int chunk(final int i) {
        return chunk[i];
    }

    int spaceClass(final int i) {
        return spaceClass[i];
    }

    long bytes(final int i) {
        return bytes[i];
    }

    long rxBytes(final int i) {
        return rxBytes[i];
    }

    int segments(final int i) {
        return segments[i];
    }

    int rxSegments(final int i) {
        return rxSegments[i];
    }
}
