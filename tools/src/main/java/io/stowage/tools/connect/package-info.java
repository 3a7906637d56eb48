/**
 * How a command reaches a server: options, media driver, secret, session. Used by all commands that speak to one.
 */
@NullMarked
package io.stowage.tools.connect;

import org.jspecify.annotations.NullMarked;
