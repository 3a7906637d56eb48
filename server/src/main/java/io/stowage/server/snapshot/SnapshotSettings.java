package io.stowage.server.snapshot;

/**
 * How often the state is saved, and what is kept.
 *
 * @param intervalBytes    of log from one snapshot to the next; 0: none is made by itself.
 * @param keep             newest snapshots that stay, at least 1.
 * @param journalKeepBytes of log that stay although snapshots cover them; {@link Long#MAX_VALUE}: all.
 * @param journalKeepMs    of log that stay although snapshots cover them, milliseconds; 0: age keeps nothing.
 */
public record SnapshotSettings(long intervalBytes, int keep, long journalKeepBytes, long journalKeepMs) {
    /** Every GiB of log; three snapshots; the last 16 GiB of log, however old. */
    public static final SnapshotSettings DEFAULT = new SnapshotSettings(1L << 30, 3, 16L << 30, 0);

    /** Checks what is given. */
    public SnapshotSettings {
        if (intervalBytes < 0 || keep < 1 || journalKeepBytes < 0 || journalKeepMs < 0) {
            throw new IllegalArgumentException(
                    "snapshots need an interval and a journal of at least 0 bytes and ms (not "
                            + intervalBytes + ", " + journalKeepBytes + " and " + journalKeepMs
                            + "), and at least one must be kept, not " + keep);
        }
    }

    /**
     * Whether the server makes snapshots by itself.
     *
     * @return false if the interval is 0.
     */
    public boolean isOn() {
        return intervalBytes > 0;
    }
}
