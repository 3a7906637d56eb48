package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.ServerSummary;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.replay.JournalReplay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What members that were stopped have in their journals. */
final class JournalsOfMembers {
    private final Path directory;
    private final List<ServerSummary> summaries;

    /**
     * Of all members.
     *
     * @param directory below which each has its own.
     * @param summaries where each stood when it stopped, in the order of their numbers.
     */
    JournalsOfMembers(final Path directory, final List<ServerSummary> summaries) {
        this.directory = directory;
        this.summaries = summaries;
    }

    /** Members stop one after the other: the shorter journals are the beginning of the longest. */
    void assertTheSame(final int fewestEntries) {
        final List<List<String>> journals = new ArrayList<>();
        for (int id = 0; id < summaries.size(); id++) {
            journals.add(entries(id));
            assertReplayGives(id, summaries.get(id));
        }
        final int common = journals.stream().mapToInt(List::size).min().orElseThrow();
        assertThat(common).isGreaterThan(fewestEntries);
        for (int id = 1; id < journals.size(); id++) {
            assertThat(journals.get(id).subList(0, common))
                    .isEqualTo(journals.getFirst().subList(0, common));
        }
        assertTheSameStateAt(
                summaries.stream().mapToLong(ServerSummary::position).min().orElseThrow());
    }

    /** How many nodes a member's journal leads to. */
    int nodes(final int id) {
        final int[] nodes = new int[1];
        try (Engine engine = new Engine(Limits.small())) {
            JournalReplay.run(home(id), engine);
            engine.visitTables((name, count, highWater, capacity) -> {
                if (name.equals("nodes")) {
                    nodes[0] = count;
                }
            });
        }
        return nodes[0];
    }

    private void assertTheSameStateAt(final long position) {
        final List<Long> hashes = new ArrayList<>();
        for (int id = 0; id < summaries.size(); id++) {
            try (Engine engine = new Engine(Limits.small())) {
                JournalReplay.run(home(id), engine, position, (entries, at, timestampMs) -> {});
                assertThat(engine.position()).isEqualTo(position);
                hashes.add(engine.stateHash());
            }
        }
        assertThat(hashes).containsOnly(hashes.getFirst());
    }

    private void assertReplayGives(final int id, final ServerSummary summary) {
        try (Engine engine = new Engine(Limits.small())) {
            JournalReplay.run(home(id), engine);
            assertThat(engine.position()).isEqualTo(summary.position());
            assertThat(engine.stateHash()).isEqualTo(summary.stateHash());
            engine.verify();
        }
    }

    private List<String> entries(final int id) {
        final List<String> entries = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(home(id), 0)) {
            while (reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) -> {
                        final byte[] frame = new byte[length];
                        buffer.getBytes(offset, frame);
                        entries.add(position + " " + timestampMs + " " + sessionId + " "
                                + HexFormat.of().formatHex(frame));
                    })
                    > 0) {
                // The handler does the work.
            }
        }
        return entries;
    }

    private Path home(final int id) {
        return directory.resolve(Integer.toString(id));
    }
}
