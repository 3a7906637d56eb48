/**
 * What all commands have in common: their shape, their header, the encoding of replies.
 *
 * <p>Used by the handlers of every capability; knows none of them.
 */
@NullMarked
package io.stowage.engine.command;

import org.jspecify.annotations.NullMarked;
