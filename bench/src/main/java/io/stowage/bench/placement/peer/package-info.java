/**
 * Other people's placement on the same cluster: each in a process of its own, that is started, waited for and read. What is not
 * there is said and left out.
 */
@NullMarked
package io.stowage.bench.placement.peer;

import org.jspecify.annotations.NullMarked;
