package io.stowage.tools.space;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.Outcome;
import io.stowage.client.blocking.ReservationRow;
import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.ConfigKey;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ToolException;
import io.stowage.tools.cluster.ClientCommand;
import io.stowage.tools.cluster.Rows;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Gives back reserved space by hand, on behalf of an extent manager. */
@Command(
        name = "free",
        description = "Give back reserved space, on behalf of an extent manager, and print what is left.",
        footer = {
            "",
            "  stowage alloc --thick --count 10 --json > locations.json",
            "  stowage free --from locations.json",
            "  stowage free --thick --chunks 1,2,3        one segment on each of the chunks 1, 2 and 3"
        })
public final class Free extends ClientCommand {
    private static final int SEGMENTS_PER_REQUEST = 16_384;

    @Option(
            names = "--chunks",
            split = ",",
            paramLabel = "CHUNK",
            description = "Chunks that give back one segment each; name one twice for two.")
    private List<Integer> chunks = List.of();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Give back all that 'stowage alloc --json' printed; - reads standard input.")
    private @Nullable String from;

    @Mixin
    private ClassOptions spaceClass = new ClassOptions();

    @Mixin
    private EmOptions em = new EmOptions();

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    /** Made by picocli. */
    public Free() {}

    @Override
    protected void check() {
        if (chunks.isEmpty() == (from == null)) {
            throw new ParameterException(
                    spec().commandLine(), "name either the chunks with --chunks, or a file with --from");
        }
        spaceClass.number();
    }

    @Override
    protected int run(final BlockingOperator operator) {
        final Locations locations;
        if (from == null) {
            final EmOptions.Sender sender = em.require(operator);
            locations = new Locations(
                    sender.em(),
                    sender.version(),
                    spaceClass.tier(),
                    spaceClass.provision(),
                    spaceClass.priority(),
                    segmentBytes(operator),
                    chunks);
        } else {
            locations = Locations.read(from, terminal().in());
        }
        final long incarnation = operator.ems().stream()
                .filter(row -> row.em() == locations.em())
                .findFirst()
                .orElseThrow(() ->
                        new ToolException("no extent manager " + locations.em() + "; 'stowage em list' shows all"))
                .incarnation();
        final int[] ids =
                locations.chunks().stream().mapToInt(Integer::intValue).toArray();
        Outcome outcome = null;
        for (int at = 0; at < ids.length; at += SEGMENTS_PER_REQUEST) {
            outcome = operator.free(
                            locations.em(),
                            incarnation,
                            locations.version(),
                            SpaceClass.of(locations.tier(), locations.provision(), locations.priority()),
                            locations.segmentBytes(),
                            java.util.Arrays.copyOfRange(ids, at, Math.min(ids.length, at + SEGMENTS_PER_REQUEST)))
                    .orThrow();
        }
        show(operator, locations, outcome);
        return ExitCode.OK;
    }

    private void show(final BlockingOperator operator, final Locations given, final @Nullable Outcome outcome) {
        final List<ReservationRow> left = operator.reservations(given.em());
        final long freedBytes = given.segmentBytes() * given.chunks().size();
        if (json) {
            terminal()
                    .line(Json.line(Json.object(
                            "result", "OK",
                            "em", given.em(),
                            "version", given.version(),
                            "segments", given.chunks().size(),
                            "freedBytes", freedBytes,
                            "position", outcome == null ? 0 : outcome.position(),
                            "left", left.stream().map(Rows::reservation).toList())));
            return;
        }
        final long leftBytes = left.stream().mapToLong(ReservationRow::bytes).sum();
        terminal()
                .line(Text.count(given.chunks().size()) + (given.chunks().size() == 1 ? " segment, " : " segments, ")
                        + Text.bytes(freedBytes) + ", given back; " + Text.bytes(leftBytes)
                        + " stay reserved for extent manager " + given.em());
    }

    private long segmentBytes(final BlockingOperator operator) {
        if (spaceClass.segmentBytes() > 0) {
            return spaceClass.segmentBytes();
        }
        return operator.config().stream()
                .filter(row -> row.key() == ConfigKey.EXTENT_BYTES)
                .findFirst()
                .orElseThrow(() -> new ToolException("the server does not tell its extent size; name --segment-size"))
                .value();
    }
}
