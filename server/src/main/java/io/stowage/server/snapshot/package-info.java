/**
 * Snapshots of the state beside the journal: made from the log, published at once or not at all, and the start from the newest
 * good one.
 */
@NullMarked
package io.stowage.server.snapshot;

import org.jspecify.annotations.NullMarked;
