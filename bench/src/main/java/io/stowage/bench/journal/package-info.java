/**
 * The journal beside its floors: appending beside a copy into a mapped file and beside Chronicle Queue used the plain way, group
 * commit beside fdatasync, replay beside reading alone. Contestants take turns, so that a noisy machine hits all of them.
 */
@NullMarked
package io.stowage.bench.journal;

import org.jspecify.annotations.NullMarked;
