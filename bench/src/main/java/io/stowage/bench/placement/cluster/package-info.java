/**
 * The generated cluster on which policies are compared, and the two files that carry it to other programs: a tab separated
 * table and a CRUSH map. Values only; no engine, no process.
 */
@NullMarked
package io.stowage.bench.placement.cluster;

import org.jspecify.annotations.NullMarked;
