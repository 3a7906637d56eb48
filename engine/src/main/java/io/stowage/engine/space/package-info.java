/**
 * Accounting: the terms of each chunk's space, the reports of the extent managers and their open reservations.
 *
 * <p>Called by the dispatcher; placement reads it. It alone changes a byte of any sum.
 */
@NullMarked
package io.stowage.engine.space;

import org.jspecify.annotations.NullMarked;
