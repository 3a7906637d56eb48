/**
 * The kernel's calls through the Foreign Function &amp; Memory API: one class for each family of system calls, one
 * {@code XLayout} for each struct. Each method makes its call, checks the result and throws {@link java.io.IOException}
 * with the reason; nothing here knows of probes. For the package above only; other modules use
 * {@code io.stowage.probe}.
 */
@NullMarked
package io.stowage.probe.linux;

import org.jspecify.annotations.NullMarked;
