package io.stowage.server.cluster;

import static io.stowage.server.cluster.MemberSnapshotLayout.*;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.stowage.engine.Engine;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes the state of a member as frames. */
final class MemberSnapshotWriter {
    /** Takes the frames, in order. */
    @FunctionalInterface
    interface Sink {
        /**
         * One frame, valid during the call.
         *
         * @param buffer with the frame at 0.
         * @param length of the frame, bytes.
         */
        void onFrame(DirectBuffer buffer, int length);
    }

    private final Sink sink;
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[SECOND_OFFSET + PIECE_LENGTH]);
    private long written;

    MemberSnapshotWriter(final Sink sink) {
        this.sink = sink;
    }

    void write(final Engine engine, final ClusterSessions sessions) {
        send(BEGIN, FORMAT, engine.position(), 0);
        for (int i = 0; i < sessions.size(); i++) {
            final ClusterSession session = sessions.at(i);
            send(SESSION, session.state().ordinal(), session.id(), session.refusedAtMs());
        }
        engine.snapshot(this::writePieces);
        send(END, 0, written, engine.stateHash());
    }

    private void writePieces(final DirectBuffer buffer, final int offset, final int length) {
        for (int done = 0; done < length; ) {
            final int next = Math.min(length - done, PIECE_LENGTH);
            frame.putInt(TYPE_OFFSET, PIECE, LITTLE_ENDIAN);
            frame.putInt(DETAIL_OFFSET, next, LITTLE_ENDIAN);
            frame.putLong(FIRST_OFFSET, written, LITTLE_ENDIAN);
            frame.putBytes(SECOND_OFFSET, buffer, offset + done, next);
            sink.onFrame(frame, SECOND_OFFSET + next);
            written += next;
            done += next;
        }
    }

    private void send(final int type, final int detail, final long first, final long second) {
        frame.putInt(TYPE_OFFSET, type, LITTLE_ENDIAN);
        frame.putInt(DETAIL_OFFSET, detail, LITTLE_ENDIAN);
        frame.putLong(FIRST_OFFSET, first, LITTLE_ENDIAN);
        frame.putLong(SECOND_OFFSET, second, LITTLE_ENDIAN);
        sink.onFrame(frame, LENGTH);
    }
}
