package io.stowage.bench.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the journal is measured.
 *
 * @param commandBytes length of each command, bytes.
 * @param roundBytes   of commands that each contestant appends in a turn, bytes.
 * @param commits      batches that each contestant makes durable in a turn.
 * @param rounds       turns of each that count; one more warms up.
 * @param directory    for the files, which are deleted; null: a temporary one.
 */
public record JournalOptions(
        int commandBytes,
        long roundBytes,
        int commits,
        int rounds,
        @Nullable Path directory) {
    /** Default of {@link #commandBytes}: about a reservation of one extent. */
    public static final int COMMAND_BYTES_DEFAULT = 128;

    private static final int MAX_COMMAND_BYTES = 1 << 16;

    /** Checks the options. */
    public JournalOptions {
        if (commandBytes < 8 || commandBytes > MAX_COMMAND_BYTES) {
            throw new IllegalArgumentException(
                    "command bytes must be between 8 and " + MAX_COMMAND_BYTES + ", not " + commandBytes);
        }
        if (roundBytes < commandBytes || commits < 1 || rounds < 1) {
            throw new IllegalArgumentException(
                    "a round has at least one command and one commit, and there is one round");
        }
    }

    int commandsPerRound() {
        return (int) Math.min(Integer.MAX_VALUE, roundBytes / commandBytes);
    }
}
