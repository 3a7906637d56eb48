package io.stowage.tools.space;

import io.stowage.client.ResultText;
import io.stowage.client.blocking.AllocatedItem;
import io.stowage.client.blocking.Allocation;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.Outcome;
import io.stowage.client.blocking.PoolRow;
import io.stowage.client.space.ReserveRequest;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ToolException;
import io.stowage.tools.cluster.ClientCommand;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Table;
import io.stowage.tools.output.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Reserves space for new extents by hand, on behalf of an extent manager. */
@Command(
        name = "alloc",
        description = "Reserve space for new extents, on behalf of an extent manager, and print where they go.",
        footer = {
            "",
            "A reservation stays until it is given back, or until the extent manager reports a table without it. Nothing reports for",
            "extent manager 1000, the default: 'stowage free' gives back, 'stowage em remove 1000' forgets all of it."
        })
public final class Alloc extends ClientCommand {
    private static final int SEGMENTS_PER_REQUEST = 16_384;

    @Mixin
    private Resiliency resiliency = new Resiliency();

    @Mixin
    private ClassOptions spaceClass = new ClassOptions();

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "How many extents. Default: 1.")
    private int count = 1;

    @Option(
            names = "--purpose",
            paramLabel = "PURPOSE",
            description = "NEW (default), SINK, ELEVATE or TEMPORARY; the last may use space that new data may not.")
    private String purpose = "NEW";

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "Storage pool, by name or id. Default: the default pool.")
    private String pool = "";

    @Option(names = "--prefer", paramLabel = "CHUNK", description = "Chunk for the first segment, if its load allows.")
    private int prefer;

    @Option(names = "--exclude", split = ",", paramLabel = "CHUNK", description = "Chunks not to be used.")
    private List<Integer> exclude = List.of();

    @Option(
            names = "--existing",
            split = ",",
            paramLabel = "CHUNK",
            description = "Chunks that hold segments of the extent already.")
    private List<Integer> existing = List.of();

    @Option(names = "--partial", description = "Take what fits where not all fits.")
    private boolean partial;

    @Mixin
    private EmOptions em = new EmOptions();

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    /** Made by picocli. */
    public Alloc() {}

    @Override
    protected void check() {
        if (count < 1) {
            throw new ParameterException(spec().commandLine(), "--count must be at least 1, not " + count);
        }
        resiliency.told();
        spaceClass.number();
        purpose();
    }

    @Override
    protected int run(final BlockingOperator operator) {
        final int poolId = pool(operator);
        final EmOptions.Sender sender = em.connect(operator);
        final Resiliency.Told told = resiliency.told();
        final int perRequest = Math.max(1, SEGMENTS_PER_REQUEST / told.segments());
        final List<List<Integer>> extents = new ArrayList<>();
        long segmentBytes = spaceClass.segmentBytes();
        while (extents.size() < count) {
            final ReserveRequest request = request(told, poolId, Math.min(perRequest, count - extents.size()));
            final Allocation allocation =
                    operator.reserve(request, sender.em(), sender.incarnation(), sender.version());
            if (allocation.items().isEmpty()) {
                allocation.outcome().orThrow();
            }
            final AllocatedItem item = allocation.items().getFirst();
            segmentBytes = item.segmentBytes();
            extents.addAll(item.locations());
            if (item.result() != ResultCode.OK) {
                return refused(sender, told, allocation.outcome(), item, extents);
            }
        }
        show(sender, told, segmentBytes, extents, ResultCode.OK);
        return ExitCode.OK;
    }

    private ReserveRequest request(final Resiliency.Told told, final int poolId, final int extents) {
        final ReserveRequest request = new ReserveRequest()
                .item(spaceClass.number(), purpose(), extents)
                .segmentBytes(spaceClass.segmentBytes())
                .pool(poolId)
                .prefer(prefer)
                .partial(partial);
        if (told.replicas() > 0) {
            request.replicas(told.replicas());
        } else {
            request.erasureCode(told.data(), told.parity());
        }
        exclude.forEach(request::exclude);
        existing.forEach(request::existing);
        return request;
    }

    private int refused(
            final EmOptions.Sender sender,
            final Resiliency.Told told,
            final Outcome outcome,
            final AllocatedItem item,
            final List<List<Integer>> extents) {
        final String why = item.result() + ": "
                + (isExplainedByFunnel(item.result(), outcome.reason())
                        ? RefusalText.of(item.funnel(), told.segments())
                        : ResultText.of(outcome.result(), outcome.reason(), outcome.expected(), outcome.found()));
        if (json) {
            terminal()
                    .line(Json.line(Json.object(
                            "result", item.result(),
                            "em", sender.em(),
                            "version", sender.version(),
                            "granted", extents.size(),
                            "extents", extents,
                            "funnel", item.funnel())));
        } else if (!extents.isEmpty()) {
            show(sender, told, item.segmentBytes(), extents, item.result());
        }
        throw new ToolException((extents.isEmpty()
                        ? "nothing was reserved, "
                        : "only " + extents.size() + " of " + count + " extents, ")
                + why);
    }

    /** Chunks were counted where some lacked; what cannot be meant and what is kept for a rebuild has a reason of its own. */
    private static boolean isExplainedByFunnel(final ResultCode result, final Reason reason) {
        return reason == Reason.NONE
                && (result == ResultCode.NO_SPACE || result == ResultCode.NO_DOMAIN || result == ResultCode.PARTIAL);
    }

    private void show(
            final EmOptions.Sender sender,
            final Resiliency.Told told,
            final long segmentBytes,
            final List<List<Integer>> extents,
            final ResultCode result) {
        final long segments = extents.stream().mapToLong(List::size).sum();
        if (json) {
            terminal()
                    .line(Json.line(Json.object(
                            "result", result,
                            "em", sender.em(),
                            "version", sender.version(),
                            "tier", spaceClass.tier(),
                            "provision", spaceClass.provision(),
                            "priority", spaceClass.priority(),
                            "segmentBytes", segmentBytes,
                            "reservedBytes", segments * segmentBytes,
                            "extents", extents)));
            return;
        }
        terminal()
                .line(Table.of(
                        IntStream.range(0, extents.size()).boxed().toList(),
                        List.of(
                                Column.figure("EXTENT", index -> index + 1),
                                Column.word(
                                        "CHUNKS",
                                        index -> extents.get(index).stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(", ")))),
                        terminal().hasColour()));
        terminal()
                .line(Text.count(extents.size()) + (extents.size() == 1 ? " extent of " : " extents of ") + told.text()
                        + ", " + Text.bytes(segmentBytes) + " each, " + spaceClass.provision() + ' '
                        + spaceClass.tier() + ": " + Text.bytes(segments * segmentBytes)
                        + " reserved for extent manager " + sender.em() + " under space version " + sender.version());
    }

    private Purpose purpose() {
        return ClassOptions.choose(
                spec(), "--purpose", purpose, List.of(Purpose.NEW, Purpose.SINK, Purpose.ELEVATE, Purpose.TEMPORARY));
    }

    private int pool(final BlockingOperator operator) {
        if (pool.isEmpty()) {
            return 0;
        }
        return operator.pools().stream()
                .filter(row ->
                        row.name().equals(pool) || Integer.toString(row.pool()).equals(pool))
                .mapToInt(PoolRow::pool)
                .findFirst()
                .orElseThrow(() -> new ToolException("no storage pool '" + pool + "'; 'stowage pool list' shows all"));
    }
}
