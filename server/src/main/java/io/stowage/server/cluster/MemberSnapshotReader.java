package io.stowage.server.cluster;

import static io.stowage.server.cluster.MemberSnapshotLayout.*;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.stowage.engine.Engine;
import io.stowage.server.ServerException;
import io.stowage.server.snapshot.SnapshotIntake;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of a member from frames, which come in order or are refused. The engine's part goes by way of a file among the
 * snapshots of the data directory, where tools find it as the base of the journal that begins behind it.
 */
final class MemberSnapshotReader implements AutoCloseable {
    private static final ClusterSession.State[] STATES = ClusterSession.State.values();
    private static final long NOT_SAVED = Long.MIN_VALUE;

    private final Path home;
    private final Long2LongHashMap states = new Long2LongHashMap(NOT_SAVED);
    private final Long2LongHashMap refusedAtMs = new Long2LongHashMap(NOT_SAVED);
    private @Nullable SnapshotIntake intake;
    private long position;
    private long stateHash;
    private boolean isDone;

    /** Reads nothing yet. */
    MemberSnapshotReader(final Path home) {
        this.home = home;
    }

    /** Whether the last frame was seen. */
    boolean isDone() {
        return isDone;
    }

    void onFrame(final DirectBuffer buffer, final int offset, final int length) {
        require(length >= SECOND_OFFSET && !isDone, "it has a frame that is none of it");
        final int type = buffer.getInt(offset + TYPE_OFFSET, LITTLE_ENDIAN);
        final int detail = buffer.getInt(offset + DETAIL_OFFSET, LITTLE_ENDIAN);
        final long first = buffer.getLong(offset + FIRST_OFFSET, LITTLE_ENDIAN);
        if (type == PIECE) {
            require(detail > 0 && length >= SECOND_OFFSET + detail, "a piece is shorter than it says");
            onPiece(first, buffer, offset + SECOND_OFFSET, detail);
            return;
        }
        require(length >= LENGTH, "a frame is cut off");
        final long second = buffer.getLong(offset + SECOND_OFFSET, LITTLE_ENDIAN);
        switch (type) {
            case BEGIN -> onBegin(detail, first);
            case SESSION -> onSession(detail, first, second);
            case END -> onEnd(first, second);
            default -> throw damaged("it has a frame of type " + type);
        }
    }

    /** Puts what was read in place of the engine's state. */
    void load(final Engine engine, final boolean isKept) {
        final SnapshotIntake taken = intake;
        require(isDone && taken != null, "it ends too early");
        if (taken != null) {
            taken.load(engine, position, stateHash);
            if (isKept) {
                taken.publish(position);
            }
        }
    }

    /** Tells a session what the snapshot knows of it. */
    void restore(final ClusterSession session) {
        final long saved = states.get(session.id());
        require(saved != NOT_SAVED, "session " + session.id() + " is missing in it");
        session.restore(STATES[(int) saved], refusedAtMs.get(session.id()));
    }

    @Override
    public void close() {
        if (intake != null) {
            intake.close();
        }
    }

    private void onBegin(final int format, final long begunPosition) {
        require(intake == null, "it begins twice");
        if (format != FORMAT) {
            throw new ServerException("the cluster's snapshot has format " + format + ", this program reads " + FORMAT
                    + "; start the release that wrote it");
        }
        position = begunPosition;
        intake = SnapshotIntake.begin(home);
    }

    private void onSession(final int state, final long sessionId, final long whenRefusedMs) {
        require(state >= 0 && state < STATES.length, "a session is in no state that there is");
        states.put(sessionId, state);
        refusedAtMs.put(sessionId, whenRefusedMs);
    }

    private void onPiece(final long at, final DirectBuffer buffer, final int offset, final int length) {
        final SnapshotIntake open = intake;
        if (open == null || open.length() != at) {
            throw damaged("a piece is missing before offset " + at);
        }
        open.add(buffer, offset, length);
    }

    private void onEnd(final long length, final long hash) {
        final SnapshotIntake open = intake;
        if (open == null || open.length() != length) {
            throw damaged("it should have " + length + " bytes of state");
        }
        stateHash = hash;
        isDone = true;
    }

    private static void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw damaged(otherwise);
        }
    }

    private static ServerException damaged(final String how) {
        return new ServerException("the cluster's snapshot is damaged: " + how
                + "; invalidate it (io.aeron.cluster.ClusterTool invalidate-latest-snapshot), or seed this member from"
                + " another one");
    }
}
