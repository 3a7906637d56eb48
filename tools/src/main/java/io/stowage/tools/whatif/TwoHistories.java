package io.stowage.tools.whatif;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MoveNodeDecoder;
import io.stowage.codecs.PoolReplyDecoder;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.RemoveNodeDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Engine;
import io.stowage.engine.ReplySink;
import io.stowage.engine.cluster.Setting;
import io.stowage.tools.ToolException;
import io.stowage.tools.journal.CommandSchema;
import io.stowage.tools.journal.JournalEntry;
import io.stowage.tools.journal.StateListing;
import io.stowage.tools.output.Text;
import io.stowage.tools.whatif.Answers.Answer;
import io.stowage.tools.whatif.Grants.Asked;
import io.stowage.tools.whatif.Grants.Granted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** One log applied to two engines, of which the second has another configuration; and what each did. */
final class TwoHistories {
    private static final long OPERATOR_SESSION_ID = 0;

    private final Engine engine;
    private final Engine other;
    private final Changes changes;
    private final CommandSchema schema;
    private final StateListing listing;
    private final Places places;
    private final Answers answers = new Answers();
    private final Answers otherAnswers = new Answers();
    private final Tally tally = new Tally();
    private final Tally otherTally = new Tally();
    private final List<Sample> samples = new ArrayList<>();
    private final Translator translator;
    private long entries;
    private long undone;
    private boolean isChanged;
    private @Nullable Parting parting;

    /** Two engines in the same state; they stay the caller's. */
    TwoHistories(
            final Engine engine,
            final Engine other,
            final Changes changes,
            final boolean keepsExtra,
            final CommandSchema schema) {
        this.engine = engine;
        this.other = other;
        this.changes = changes;
        this.schema = schema;
        listing = new StateListing(schema);
        places = new Places(listing);
        translator = new Translator(keepsExtra, thinBlockBytes());
    }

    /**
     * The first entry that was answered differently.
     *
     * @param entry   of both.
     * @param number  of it, from 1, since the comparison began.
     * @param was     what the first history said.
     * @param whatIf  what the other one said.
     */
    record Parting(JournalEntry entry, long number, List<Answer> was, List<Answer> whatIf) {}

    /**
     * How full both are.
     *
     * @param position    in the log.
     * @param timestampMs of the log.
     * @param was         first history, by tier.
     * @param whatIf      other history, by tier.
     */
    record Sample(long position, long timestampMs, Map<String, Fill> was, Map<String, Fill> whatIf) {}

    private long thinBlockBytes() {
        final Map<String, String> row =
                listing.rows(engine, StateListing.Kind.SETTING).getOrDefault("THIN_BLOCK_BYTES", Map.of());
        return Long.parseLong(row.getOrDefault("value", Long.toString(Setting.THIN_BLOCK_BYTES.defaultValue())));
    }

    /** Applies the next entry of the log to both. */
    void apply(final JournalEntry entry) {
        change();
        entries++;
        answers.clear();
        otherAnswers.clear();
        entry.applyTo(engine, answers);
        if (changes.isUndoneBy(entry.frame())) {
            undone++;
            return;
        }
        put(entry, translator.translate(entry, answers, parting != null));
        if (parting == null && !answers.isSameAs(otherAnswers)) {
            parting = new Parting(entry, entries, answers.all(), otherAnswers.all());
        }
        tally(entry);
    }

    /** The settings, as soon as there is a cluster, and before anything that follows: between two positions of the log. */
    private void change() {
        if (isChanged || !engine.isStarted()) {
            return;
        }
        isChanged = true;
        final long position = engine.position();
        final List<DirectBuffer> commands = changes.commands(other);
        for (int i = 0; i < commands.size(); i++) {
            final DirectBuffer frame = commands.get(i);
            other.onEntry(
                    position + 1 + i,
                    engine.timestampMs(),
                    OPERATOR_SESSION_ID,
                    frame,
                    0,
                    frame.capacity(),
                    ReplySink.NONE);
        }
    }

    /** The last frame stands where the entry does, so that fences mean the same in both; any before it, right before. */
    private void put(final JournalEntry entry, final List<DirectBuffer> frames) {
        for (int i = 0; i < frames.size(); i++) {
            final DirectBuffer frame = frames.get(i);
            other.onEntry(
                    entry.position() - (frames.size() - 1 - i),
                    entry.timestampMs(),
                    entry.sessionId(),
                    frame,
                    0,
                    frame.capacity(),
                    otherAnswers);
        }
    }

    private void tally(final JournalEntry entry) {
        final DirectBuffer frame = entry.frame();
        switch (Engine.templateId(frame, 0, frame.capacity())) {
            case ReserveForAllocationDecoder.TEMPLATE_ID, ReserveForRepositionDecoder.TEMPLATE_ID -> reservation(frame);
            case RegisterNodeDecoder.TEMPLATE_ID,
                    RegisterChunkDecoder.TEMPLATE_ID,
                    MoveNodeDecoder.TEMPLATE_ID,
                    RemoveNodeDecoder.TEMPLATE_ID -> {
                places.forget();
                refusals(frame);
            }
            default -> refusals(frame);
        }
        requireSameIds(entry);
    }

    private void reservation(final DirectBuffer frame) {
        if (answers.result() == ResultCode.MALFORMED) {
            return;
        }
        places.learn(engine);
        final List<Asked> asked = Grants.asked(frame);
        final List<Granted> granted = Grants.granted(answers, asked.size());
        final List<Granted> otherGranted = Grants.granted(otherAnswers, asked.size());
        tally.reservation(frame, asked, granted, places);
        otherTally.reservation(frame, asked, otherGranted, places);
        translator.couple(frame, asked, granted, otherGranted);
    }

    private void refusals(final DirectBuffer frame) {
        final String name = schema.name(frame, 0, frame.capacity());
        if (answers.result() != ResultCode.OK) {
            tally.refused(name, answers.result());
        }
        for (final DirectBuffer reply : otherAnswers.replies()) {
            if (otherAnswers.result(reply) != ResultCode.OK) {
                otherTally.refused(name, otherAnswers.result(reply));
            }
        }
    }

    /** Everything that follows names nodes, chunks and pools by ids; where they are not the same any more, nothing can be compared. */
    private void requireSameIds(final JournalEntry entry) {
        if (answers.replies().isEmpty() || otherAnswers.replies().isEmpty()) {
            return;
        }
        final long id = id(answers);
        final long otherId = id(otherAnswers);
        if (id != otherId && id != 0 && otherId != 0) {
            throw new ToolException("the two histories cannot be compared beyond position "
                    + Text.count(entry.position()) + ": what was registered there got id " + id + " in one and "
                    + otherId + " in the other; compare up to there with --to " + (entry.position() - 1));
        }
    }

    private static long id(final Answers answers) {
        final DirectBuffer reply = answers.replies().getFirst();
        if (answers.result(reply) != ResultCode.OK) {
            return 0;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        return switch (Engine.templateId(reply, 0, reply.capacity())) {
            case RegisterChunkReplyDecoder.TEMPLATE_ID ->
                new RegisterChunkReplyDecoder()
                        .wrapAndApplyHeader(reply, 0, header)
                        .chunk();
            case RegisterNodeReplyDecoder.TEMPLATE_ID ->
                new RegisterNodeReplyDecoder()
                        .wrapAndApplyHeader(reply, 0, header)
                        .node();
            case PoolReplyDecoder.TEMPLATE_ID ->
                new PoolReplyDecoder().wrapAndApplyHeader(reply, 0, header).pool();
            default -> 0;
        };
    }

    /** Looks how full both are now. */
    void sample() {
        samples.add(
                new Sample(engine.position(), engine.timestampMs(), Fill.of(listing, engine), Fill.of(listing, other)));
    }

    List<Sample> samples() {
        return samples;
    }

    Engine engine() {
        return engine;
    }

    Engine other() {
        return other;
    }

    Tally tally() {
        return tally;
    }

    Tally otherTally() {
        return otherTally;
    }

    Translator translator() {
        return translator;
    }

    long entries() {
        return entries;
    }

    /** Changes of the same settings in the history, which are not put to the other one. */
    long undone() {
        return undone;
    }

    /** Where they part, or null. */
    @Nullable
    Parting parting() {
        return parting;
    }
}
