/** A cluster's members on this machine: their files, their processes, what they know of each other. */
@NullMarked
package io.stowage.tools.members;

import org.jspecify.annotations.NullMarked;
