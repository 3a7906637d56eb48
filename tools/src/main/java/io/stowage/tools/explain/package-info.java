/**
 * Why a reservation of the journal got its chunks, or got none: the journal is applied again up to it, and what could have
 * been done otherwise is tried on a copy of that state. Needs no server.
 */
@NullMarked
package io.stowage.tools.explain;

import org.jspecify.annotations.NullMarked;
