/**
 * The same history under another configuration: two engines side by side, the second with some settings or limits changed, and
 * what came of it. How later commands of the history, which speak of what the first engine granted, are put to the second one
 * is told in decision 0008. Needs no server, only reads.
 */
@NullMarked
package io.stowage.tools.whatif;

import org.jspecify.annotations.NullMarked;
