/**
 * Calls that wait for their answer, for people, tools and tests: plain records in and out.
 *
 * <p>Built only on polling the clients of {@code io.stowage.client}; one thread at a time. Services use those directly.
 */
@NullMarked
package io.stowage.client.blocking;

import org.jspecify.annotations.NullMarked;
