package io.stowage.engine.explain;

import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.ReplySink;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.command.CommandShape;
import io.stowage.engine.command.Frame;
import io.stowage.engine.explain.Explanation.Asked;
import io.stowage.engine.explain.Explanation.Candidate;
import io.stowage.engine.explain.Explanation.Extent;
import io.stowage.engine.explain.Explanation.Funnel;
import io.stowage.engine.explain.Explanation.Headroom;
import io.stowage.engine.explain.Explanation.Item;
import io.stowage.engine.explain.Explanation.Segment;
import io.stowage.engine.explain.Explanation.Step;
import io.stowage.engine.placement.Placement;
import io.stowage.engine.placement.PlacementRequest;
import io.stowage.engine.placement.PlacementTrace;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.RowTable;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Listens while one reservation is applied, and writes down how it came about. One object for one reservation. The
 * candidates that were not drawn are looked for in one extent of each item only, for that takes a look at all of them.
 */
public final class Explainer implements PlacementTrace, ReplySink {
    private static final int RUNNERS_UP = 4;
    private static final AskedItems NOTHING = new AskedItems(0, 0, null, List.of());

    private final ConfigTable config;
    private final ChunkTable chunks;
    private final SpaceLimits limits;
    private final CandidateIndex index;
    private final Placement placement;
    private final Atlas atlas;
    private final Survey survey;
    private final long detailedExtent;
    private final List<Item> items = new ArrayList<>();
    private final List<Extent> extents = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> drawnPositions = new ArrayList<>();
    private final List<Candidate> drawn = new ArrayList<>();
    private final List<Long> grantedOf = new ArrayList<>();
    private final List<Long> bytesOf = new ArrayList<>();
    private final List<List<Integer>> sourcesOf = new ArrayList<>();
    private AskedItems asked = NOTHING;
    private int spaceClass;
    private boolean protects;
    private int lowestLevel;
    private int segmentsApart;
    private @Nullable Funnel funnel;
    private @Nullable Headroom headroom;
    private ResultCode result = ResultCode.NULL_VAL;
    private Reason reason = Reason.NONE;
    private long expected;
    private long found;

    /**
     * Ties the parts together.
     *
     * @param config         settings.
     * @param chunks         chunks.
     * @param limits         of a decision.
     * @param index          of the candidates.
     * @param placement      to listen to.
     * @param atlas          with the names.
     * @param survey         of all candidates.
     * @param detailedExtent of each item, from 0: the one whose runners-up are wanted.
     */
    public Explainer(
            final ConfigTable config,
            final ChunkTable chunks,
            final SpaceLimits limits,
            final CandidateIndex index,
            final Placement placement,
            final Atlas atlas,
            final Survey survey,
            final long detailedExtent) {
        this.config = config;
        this.chunks = chunks;
        this.limits = limits;
        this.index = index;
        this.placement = placement;
        this.atlas = atlas;
        this.survey = survey;
        this.detailedExtent = detailedExtent;
    }

    /**
     * Reads the request, before it is applied.
     *
     * @param buffer with the frame.
     * @param offset of the frame.
     * @param length of the frame, bytes.
     * @throws IllegalArgumentException if it is no reservation.
     */
    public void read(final DirectBuffer buffer, final int offset, final int length) {
        final int templateId = length < Frame.COMMAND_HEADER_OFFSET ? 0 : Frame.templateId(buffer, offset);
        if (templateId != ReserveForAllocationDecoder.TEMPLATE_ID
                && templateId != ReserveForRepositionDecoder.TEMPLATE_ID) {
            throw new IllegalArgumentException("the entry is no reservation; name the position of one");
        }
        if (CommandShape.check(buffer, offset, length) == Reason.NONE) {
            asked = templateId == ReserveForAllocationDecoder.TEMPLATE_ID
                    ? AskedItems.allocation(atlas, buffer, offset)
                    : AskedItems.reposition(atlas, buffer, offset);
        }
    }

    @Override
    public void onExtent(final PlacementRequest request) {
        endExtent();
        if (extents.isEmpty() && segments.isEmpty()) {
            final Asked item = asked.items().get(items.size());
            spaceClass = SpaceClass.of(
                    item.tier().value(),
                    item.provision().value(),
                    item.priority().value());
            protects = asked.reposition() == RepositionKind.RECOVER || item.purpose() == Purpose.TEMPORARY;
            funnel = survey.funnel(request.pool(), spaceClass, request.bytes(), protects);
            headroom = asked.reposition() == null && !protects ? survey.headroom(request.pool(), spaceClass) : null;
        }
    }

    private void endExtent() {
        if (!segments.isEmpty()) {
            extents.add(new Extent(lowestLevel, segmentsApart, List.copyOf(segments)));
            segments.clear();
        }
    }

    @Override
    public void onStep(final int scope, final int group, final int level, final long weight) {
        steps.add(new Step(scope, group, level, weight));
    }

    @Override
    public void onCandidate(final int position, final double load) {
        drawnPositions.add(position);
        drawn.add(candidate(position, load));
    }

    private Candidate candidate(final int position, final double load) {
        final int chunk = index.order().chunk(position);
        return new Candidate(
                atlas.place(chunk, SpaceClass.tier(spaceClass)),
                load,
                limits.room(chunk, spaceClass, protects),
                chunks.runningCommands(chunk));
    }

    @Override
    public void onChosen(final int chunk, final boolean preferred) {
        lowestLevel = placement.lowestLevel();
        segmentsApart = placement.segmentsApart();
        final int group = steps.isEmpty() ? GROUP_TIGHT : steps.getLast().group();
        final Group members = new Group(chunk);
        final boolean detailed = extents.size() == detailedExtent && chunk != RowTable.NONE;
        if (detailed) {
            placement.visitGroup(group, members);
        } else if (chunk != RowTable.NONE) {
            members.choose();
        }
        segments.add(new Segment(
                List.copyOf(steps),
                members.chosen,
                preferred,
                List.copyOf(drawn),
                members.size,
                detailed ? members.best(group) : List.of()));
        steps.clear();
        drawn.clear();
        drawnPositions.clear();
    }

    /** The chunks among which one was chosen. */
    private final class Group implements Placement.GroupVisitor {
        private final int chosenChunk;
        private final List<Integer> positions = new ArrayList<>();
        private final List<Double> loads = new ArrayList<>();
        private @Nullable Candidate chosen;
        private int size;

        private Group(final int chosenChunk) {
            this.chosenChunk = chosenChunk;
        }

        @Override
        public void onChunk(final int position, final double loadThere) {
            size++;
            if (index.order().chunk(position) == chosenChunk) {
                chosen = candidate(position, loadThere);
            } else if (!drawnPositions.contains(position)) {
                positions.add(position);
                loads.add(loadThere);
            }
        }

        /** Looks at the chosen one only. */
        private void choose() {
            final int position = index.order().position(chosenChunk);
            chosen = candidate(position, placement.loadAt(position));
        }

        /** The best that were not drawn, best first; equals keep the order of the topology. */
        private List<Candidate> best(final int group) {
            final List<Integer> ranked = new ArrayList<>();
            for (int i = 0; i < positions.size(); i++) {
                int at = ranked.size();
                while (at > 0 && isBetter(group, i, ranked.get(at - 1))) {
                    at--;
                }
                if (at < RUNNERS_UP) {
                    ranked.add(at, i);
                    if (ranked.size() > RUNNERS_UP) {
                        ranked.removeLast();
                    }
                }
            }
            return ranked.stream()
                    .map(i -> candidate(positions.get(i), loads.get(i)))
                    .toList();
        }

        private boolean isBetter(final int group, final int i, final int other) {
            if (group == GROUP_TIGHT) {
                return room(positions.get(i)) > room(positions.get(other));
            }
            return placement.isBetter(positions.get(i), loads.get(i), positions.get(other), loads.get(other));
        }

        private long room(final int position) {
            return limits.room(index.order().chunk(position), spaceClass, protects);
        }
    }

    @Override
    public void onItem(
            final ResultCode itemResult, final Reason itemReason, final long itemExpected, final long itemFound) {
        endExtent();
        items.add(new Item(
                asked.items().get(items.size()),
                itemResult,
                itemReason,
                itemExpected,
                itemFound,
                0,
                funnel,
                headroom,
                List.copyOf(extents),
                List.of()));
        extents.clear();
        funnel = null;
        headroom = null;
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        switch (Frame.templateId(buffer, offset)) {
            case ReserveForAllocationReplyDecoder.TEMPLATE_ID ->
                told(new ReserveForAllocationReplyDecoder().wrapAndApplyHeader(buffer, offset, header));
            case ReserveForRepositionReplyDecoder.TEMPLATE_ID ->
                told(new ReserveForRepositionReplyDecoder().wrapAndApplyHeader(buffer, offset, header));
            default -> {
                final CommandReplyDecoder reply = new CommandReplyDecoder().wrapAndApplyHeader(buffer, offset, header);
                result = reply.header().result();
                reason = reply.header().reason();
                expected = reply.expected();
                found = reply.found();
            }
        }
    }

    private void told(final ReserveForAllocationReplyDecoder reply) {
        result = reply.header().result();
        reason = reply.header().reason();
        expected = reply.expected();
        found = reply.found();
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder item : reply.items()) {
            bytesOf.add(item.segmentBytes());
            grantedOf.add(item.extents());
            item.chunks().forEach(each -> {});
            sourcesOf.add(List.of());
        }
    }

    private void told(final ReserveForRepositionReplyDecoder reply) {
        result = reply.header().result();
        reason = reply.header().reason();
        expected = reply.expected();
        found = reply.found();
        for (final ReserveForRepositionReplyDecoder.ItemsDecoder item : reply.items()) {
            bytesOf.add(item.segmentBytes());
            grantedOf.add(item.destination() == 0 ? 0L : 1L);
            final List<Integer> ranked = new ArrayList<>();
            item.ranked().forEach(each -> ranked.add((int) each.chunk()));
            sourcesOf.add(List.copyOf(ranked));
        }
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        // Nobody has subscribed to a replay.
    }

    /**
     * What was written down, once the reservation was applied.
     *
     * @param position    of the entry.
     * @param timestampMs of the entry.
     * @return all of it.
     */
    public Explanation explanation(final long position, final long timestampMs) {
        final List<Item> told = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            told.add(withReply(items.get(i), i));
        }
        return new Explanation(
                position,
                timestampMs,
                asked.em(),
                asked.version(),
                asked.reposition(),
                result,
                reason,
                expected,
                found,
                rules(),
                atlas.pools(),
                atlas.zones(),
                List.copyOf(told));
    }

    private Item withReply(final Item item, final int i) {
        return new Item(
                item.asked().withSegmentBytes(bytesOf.get(i)),
                item.result(),
                item.reason(),
                item.expected(),
                item.found(),
                grantedOf.get(i),
                item.funnel(),
                item.headroom(),
                item.extents(),
                sourcesOf.get(i));
    }

    private Explanation.Rules rules() {
        return new Explanation.Rules(
                config.value(Setting.EXTENT_BYTES),
                config.value(Setting.MIN_SPREAD) != 0,
                config.value(Setting.HIGH_WATER_PPM),
                config.value(Setting.LOCALITY_LOAD_PPM),
                (int) config.value(Setting.PLACEMENT_CHOICES),
                config.value(Setting.HEADROOM_NEW_PPM),
                config.value(Setting.HEADROOM_PROTECT_PPM));
    }
}
