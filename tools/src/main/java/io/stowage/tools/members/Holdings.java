package io.stowage.tools.members;

import io.stowage.tools.output.Json;
import io.stowage.tools.output.Text;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a copy of a cluster holds. Positions are those of the replicated log, bytes.
 *
 * @param member           that it was copied from.
 * @param logStart         first position of the log that is there.
 * @param logPosition      position up to which it is there.
 * @param snapshotPosition of the newest snapshot; -1: there is none, and the log alone makes the state.
 * @param bytes            of log and snapshots.
 */
record Holdings(int member, long logStart, long logPosition, long snapshotPosition, long bytes) {
    /** Snapshot where there is none. */
    static final long NO_SNAPSHOT = -1;

    /** For programs. */
    Map<String, @Nullable Object> json() {
        return Json.object(
                "member", member,
                "logStart", logStart,
                "logPosition", logPosition,
                "snapshotPosition", snapshotPosition == NO_SNAPSHOT ? null : snapshotPosition,
                "bytes", bytes);
    }

    /** For people. */
    String words() {
        return "log " + Text.count(logStart) + " to " + Text.count(logPosition) + ", "
                + (snapshotPosition == NO_SNAPSHOT
                        ? "no snapshot, "
                        : "snapshot at " + Text.count(snapshotPosition) + ", ")
                + Text.bytes(bytes) + ", from member " + member;
    }
}
