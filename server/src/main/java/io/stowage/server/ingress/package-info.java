/**
 * What comes in: from an Aeron image to a batch of requests that are worth a place in the log.
 *
 * <p>A frame is looked at once, here: anything short, foreign, unknown or not allowed is answered or dropped before the
 * journal sees it. Belongs to the server's one thread; only the server's loop uses it.
 */
@NullMarked
package io.stowage.server.ingress;

import org.jspecify.annotations.NullMarked;
