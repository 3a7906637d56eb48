/**
 * Who speaks with the server: handshake, roles, response channels, slow clients, time-outs.
 *
 * <p>Everything here belongs to the server's one thread. Nothing blocks: publications are added asynchronously, and what a
 * client does not take waits in a bounded queue of its own. Only the server uses it, and tools the secrets.
 */
@NullMarked
package io.stowage.server.session;

import org.jspecify.annotations.NullMarked;
