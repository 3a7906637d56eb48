/**
 * The {@code stowage} command: its root, its version, and how errors are told.
 *
 * <p>The packages below hold the commands by capability. {@code output} (tables, JSON, live listings) and {@code connect} (how to
 * reach a server) are what the commands share. Nothing in other modules may use this one.
 */
@NullMarked
package io.stowage.tools;

import org.jspecify.annotations.NullMarked;
