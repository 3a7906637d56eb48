package io.stowage.server.cluster;

import io.stowage.server.ServerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that a member leaves beside what its consensus module remembers when its state is not the log's: it goes with that folder, and
 * keeps the member from a start on the same state.
 */
final class DivergenceMark {
    /** What to do with a member whose state is not that of a majority. */
    static final String ADVICE =
            "give it a state from the others: 'stowage cluster replace-member', or start it with nothing but its"
                    + " configuration and secrets in the folder";

    /** What to do where no state is that of a majority. */
    static final String ADVICE_WITHOUT_MAJORITY =
            "all members stop, and no state is better than the others: keep the folders of all, find the cause with 'stowage journal"
                    + " diff --other', and begin all members with one of them ('The majority is lost' in docs/cluster.md)";

    private static final Logger LOGGER = LoggerFactory.getLogger(DivergenceMark.class);

    private DivergenceMark() {}

    /** Leaves it; what keeps it from being written is only reported, for the member stops in any case. */
    static void leave(final Path directory, final String what) {
        try {
            Files.writeString(file(directory), what + '\n', StandardCharsets.UTF_8);
        } catch (final IOException e) {
            LOGGER.error(
                    "the mark {} cannot be left: {}; do not start this member again", file(directory), e.getMessage());
        }
    }

    /**
     * Refuses a folder that has one.
     *
     * @param directory of the member.
     * @throws ServerException if there is one; the message repeats it and says what to do.
     */
    static void requireNone(final Path directory) {
        if (!Files.exists(file(directory))) {
            return;
        }
        String what;
        try {
            what = Files.readString(file(directory), StandardCharsets.UTF_8).strip();
        } catch (final IOException e) {
            what = "this cannot be read: " + e.getMessage() + "; " + ADVICE;
        }
        throw new ServerException(
                "this member stopped because its state is not to be trusted: " + what + " (" + file(directory) + ')');
    }

    private static Path file(final Path directory) {
        return directory.resolve("cluster").resolve("diverged");
    }
}
