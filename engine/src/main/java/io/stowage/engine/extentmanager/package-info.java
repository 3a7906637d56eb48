/**
 * Extent managers: incarnations, space versions in flight, open reports.
 *
 * <p>Called by the dispatcher; the space package reads and writes its rows.
 */
@NullMarked
package io.stowage.engine.extentmanager;

import org.jspecify.annotations.NullMarked;
