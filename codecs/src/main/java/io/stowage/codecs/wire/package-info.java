/**
 * What both ends of the wire must compute alike: protocol constants, addresses, names, checksums and proofs.
 *
 * <p>Everybody may use it. The generated flyweights stand in {@code io.stowage.codecs}; nothing here keeps state.
 */
@NullMarked
package io.stowage.codecs.wire;

import org.jspecify.annotations.NullMarked;
