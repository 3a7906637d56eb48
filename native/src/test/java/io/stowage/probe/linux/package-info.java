/** Tests of the kernel's calls and layouts. */
@NullMarked
package io.stowage.probe.linux;

import org.jspecify.annotations.NullMarked;
