package io.stowage.server.journal;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What opening a journal found.
 *
 * @param position  after the last good entry: where the log goes on.
 * @param nextCycle number of the cycle that the next run begins.
 * @param cutBytes  of the file that belonged to no whole batch and were cut off; 0 if the journal ended cleanly.
 * @param cutFiles  where the cut bytes were put aside.
 * @param message   one line on what was cut, for the log; null if nothing was.
 */
public record RecoveryReport(
        long position,
        int nextCycle,
        long cutBytes,
        List<Path> cutFiles,
        @Nullable String message) {}
