/**
 * What this machine is made of, as the native probes see it.
 */
@NullMarked
package io.stowage.tools.machine;

import org.jspecify.annotations.NullMarked;
