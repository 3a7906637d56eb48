/** A stand-in for a program that is not built with this module. */
@NullMarked
package io.stowage.bench.peers;

import org.jspecify.annotations.NullMarked;
