/**
 * The journal: a bounded batch of opaque commands is one excerpt of a Chronicle Queue, with a running byte position and a
 * checksum, so that a torn tail is cut, a damaged middle is refused, and nothing is ever skipped.
 *
 * <p>Chronicle Queue only writes, and only into files that it created in this run; recovery and reading go over the cycle
 * files themselves, so that no state of a dead process (locks, indexes, end markers) can stop or mislead a start. Knows
 * nothing of the engine. Called by the hosts of the server and by the journal tools.
 */
@NullMarked
package io.stowage.server.journal;

import org.jspecify.annotations.NullMarked;
