/**
 * Looking at a journal: integrity, figures, entries as JSON. Needs no server.
 */
@NullMarked
package io.stowage.tools.journal;

import org.jspecify.annotations.NullMarked;
