/**
 * The server: serve, init, and what up and serve share.
 */
@NullMarked
package io.stowage.tools.serve;

import org.jspecify.annotations.NullMarked;
