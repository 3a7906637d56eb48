/** Replay of a journal beside reading it without applying: how much of the time is the engine's. */
@NullMarked
package io.stowage.bench.replay;

import org.jspecify.annotations.NullMarked;
