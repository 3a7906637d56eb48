package io.stowage.sim.model;

import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;

/**
 * What a row of a report or a reservation is about.
 *
 * @param chunk     id.
 * @param tier      of the segments.
 * @param provision of the segments.
 * @param priority  of the segments.
 */
public record RowKey(int chunk, Tier tier, Provision provision, Priority priority) {}
