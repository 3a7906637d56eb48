package io.stowage.client.blocking;

/**
 * What came of making an extent manager known.
 *
 * @param outcome     how it ended.
 * @param lastVersion space version of its last report; 0: none.
 * @param extentBytes size of an extent, bytes.
 */
public record EmConnection(Outcome outcome, long lastVersion, long extentBytes) {}
