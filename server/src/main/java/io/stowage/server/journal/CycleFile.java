package io.stowage.server.journal;

import java.nio.file.Path;

/**
 * One cycle file of the journal.
 *
 * @param cycle number, counted up over all runs of the journal without gaps.
 * @param path  of the file.
 */
record CycleFile(int cycle, Path path) {}
