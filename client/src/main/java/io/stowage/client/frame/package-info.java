/**
 * Frames: what leaves a client and what reaches it, without saying how it travels.
 *
 * <p>The protocols in {@code space} and {@code chunk} speak only to these types; the transport in {@code client} and the
 * simulator stand behind them. Nothing here blocks or keeps more than a few words of state.
 */
@NullMarked
package io.stowage.client.frame;

import org.jspecify.annotations.NullMarked;
