/**
 * A storage node's agent, and up, which is a server and an agent in one: measures file systems, keeps chunks alive.
 */
@NullMarked
package io.stowage.tools.agent;

import org.jspecify.annotations.NullMarked;
