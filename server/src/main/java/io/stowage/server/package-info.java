/**
 * The standalone host of the engine: one process, one loop.
 *
 * <p>{@link io.stowage.server.StandaloneServer} is what programs launch. Its loop takes what arrived, writes it into the
 * journal as one batch, applies it to the engine and answers. The packages below hold the parts: {@code ingress} (what
 * comes in), {@code session} (who speaks), {@code journal} (the log on disk), {@code replay} (a journal without a server). The
 * other host, a member of a cluster, is in {@code cluster}, and is built from the same parts.
 */
@NullMarked
package io.stowage.server;

import org.jspecify.annotations.NullMarked;
