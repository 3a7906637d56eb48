/**
 * What differs: the state between two points of one journal, or two journals that should be the same. Needs no server, only
 * reads.
 */
@NullMarked
package io.stowage.tools.diff;

import org.jspecify.annotations.NullMarked;
