/**
 * A journal read into an engine, without a server: what the start of a server and the journal tools share.
 *
 * <p>Reads no clock and answers nobody. Everybody may use it.
 */
@NullMarked
package io.stowage.server.replay;

import org.jspecify.annotations.NullMarked;
