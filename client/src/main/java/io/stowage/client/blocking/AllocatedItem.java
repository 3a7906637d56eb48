package io.stowage.client.blocking;

import io.stowage.codecs.ResultCode;
import java.util.List;

/**
 * What came of one item of a reservation.
 *
 * @param result       of the item.
 * @param segmentBytes nominal bytes of each segment.
 * @param locations    the chunks of each extent.
 * @param funnel       where it was not granted in full.
 */
public record AllocatedItem(ResultCode result, long segmentBytes, List<List<Integer>> locations, Funnel funnel) {}
