/**
 * Answers from the state; changes nothing and is never logged.
 *
 * <p>Called by the engine.
 */
@NullMarked
package io.stowage.engine.query;

import org.jspecify.annotations.NullMarked;
