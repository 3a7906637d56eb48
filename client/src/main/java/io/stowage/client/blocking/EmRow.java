package io.stowage.client.blocking;

/**
 * An extent manager.
 *
 * @param em            id.
 * @param incarnation   known one.
 * @param lastVersion   space version of its last report.
 * @param lastSeenMs    time of its last command, milliseconds of the log's clock.
 * @param pendingBytes  reserved and not yet reported.
 * @param reportedBytes nominal, of its last report.
 * @param rows          of its last report.
 * @param versions      space versions with open reservations.
 */
public record EmRow(
        int em,
        long incarnation,
        long lastVersion,
        long lastSeenMs,
        long pendingBytes,
        long reportedBytes,
        long rows,
        int versions) {}
