/**
 * An engine without wire and journal, and the commands of extent managers and chunks to it, each in its own role. Every method
 * encodes a frame, has it applied and returns the result; the reply is left in the host. Allocates nothing after its start.
 */
@NullMarked
package io.stowage.bench.engine;

import org.jspecify.annotations.NullMarked;
