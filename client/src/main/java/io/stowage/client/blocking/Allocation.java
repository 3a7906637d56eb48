package io.stowage.client.blocking;

import java.util.List;

/**
 * What came of a reservation.
 *
 * @param outcome of the whole request.
 * @param items   in the order of the request.
 */
public record Allocation(Outcome outcome, List<AllocatedItem> items) {}
