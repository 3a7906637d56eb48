/** Tests of the snapshots beside the journal. */
@NullMarked
package io.stowage.server.snapshot;

import org.jspecify.annotations.NullMarked;
