/** The structures beneath placement, each beside a plain array. */
@NullMarked
package io.stowage.engine.candidate;

import org.jspecify.annotations.NullMarked;
