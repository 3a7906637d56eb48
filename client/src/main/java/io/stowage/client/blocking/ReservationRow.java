package io.stowage.client.blocking;

/**
 * Open reservations of an extent manager under one space version.
 *
 * @param version  space version.
 * @param sinceMs  time of the first, milliseconds of the log's clock.
 * @param bytes    for allocation.
 * @param rxBytes  for reposition.
 * @param segments how many.
 */
public record ReservationRow(long version, long sinceMs, long bytes, long rxBytes, long segments) {}
