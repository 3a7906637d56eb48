package io.stowage.tools.whatif;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.FreeForRepositionDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveEmDecoder;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReportSpaceBeginDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import io.stowage.engine.Engine;
import io.stowage.engine.command.CommandShape;
import io.stowage.tools.journal.JournalEntry;
import io.stowage.tools.whatif.Bag.Spot;
import io.stowage.tools.whatif.Grants.Asked;
import io.stowage.tools.whatif.Grants.Granted;
import io.stowage.tools.whatif.Holdings.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;

/**
 * Puts the commands of the first history to the other one. Questions are put as they were: what is asked for does not depend on
 * the placement. What tells of segments (reports, deltas, give-backs, measurements) is told of their partners. As long as the two
 * have answered alike, every command is put as it is.
 */
final class Translator {
    private static final MessageHeaderDecoder HEADER = new MessageHeaderDecoder();
    private static final CommandHeaderDecoder SENDER = new CommandHeaderDecoder();

    private final Map<Integer, Holdings> held = new HashMap<>();
    private final Map<Integer, Rows> reports = new HashMap<>();
    private final ThinShares shares = new ThinShares();
    private final Frames frames = new Frames();
    private final boolean keepsExtra;
    private final long thinBlockBytes;
    private long leftOut;

    /** Keeps what only the other history grants to the end, or until the next report. */
    Translator(final boolean keepsExtra, final long thinBlockBytes) {
        this.keepsExtra = keepsExtra;
        this.thinBlockBytes = thinBlockBytes;
    }

    /** Reports, deltas and give-backs that the first history refused, so that they are not put to the other one. */
    long leftOut() {
        return leftOut;
    }

    /** Holdings of all extent managers. */
    Iterable<Holdings> held() {
        return held.values();
    }

    /** What is put to the other history, once the first one has answered. */
    List<DirectBuffer> translate(final JournalEntry entry, final Answers answers, final boolean haveParted) {
        final DirectBuffer frame = entry.frame();
        final boolean isWellFormed = CommandShape.check(frame, 0, frame.capacity()) == Reason.NONE;
        final int templateId = isWellFormed ? Engine.templateId(frame, 0, frame.capacity()) : -1;
        final boolean tells = switch (templateId) {
            case FreeForAllocationDecoder.TEMPLATE_ID,
                    FreeForRepositionDecoder.TEMPLATE_ID,
                    ReportSpaceBeginDecoder.TEMPLATE_ID,
                    ReportSpaceRowsDecoder.TEMPLATE_ID,
                    ReportSpaceEndDecoder.TEMPLATE_ID,
                    SpaceDeltaDecoder.TEMPLATE_ID,
                    UpdateProvisionDecoder.TEMPLATE_ID,
                    RemoveExtentsDecoder.TEMPLATE_ID,
                    KeepAliveDecoder.TEMPLATE_ID,
                    RemoveEmDecoder.TEMPLATE_ID -> true;
            default -> false;
        };
        if (!tells) {
            return List.of(frame);
        }
        if (answers.result() != ResultCode.OK) {
            final boolean isPut = !haveParted
                    || templateId == KeepAliveDecoder.TEMPLATE_ID
                    || templateId == RemoveEmDecoder.TEMPLATE_ID;
            leftOut += isPut ? 0 : 1;
            return isPut ? List.of(frame) : List.of();
        }
        final List<DirectBuffer> other = tell(frame, templateId);
        return haveParted ? other : List.of(frame);
    }

    private List<DirectBuffer> tell(final DirectBuffer frame, final int templateId) {
        final int em = sender(frame);
        return switch (templateId) {
            case FreeForAllocationDecoder.TEMPLATE_ID -> freeForAllocation(frame, em);
            case FreeForRepositionDecoder.TEMPLATE_ID -> freeForReposition(frame, em);
            case ReportSpaceBeginDecoder.TEMPLATE_ID -> {
                reports.put(em, new Rows());
                yield List.of(frame);
            }
            case ReportSpaceRowsDecoder.TEMPLATE_ID -> {
                reports.computeIfAbsent(em, key -> new Rows()).addReport(frame);
                // The whole report is put at its end, when it is known to count.
                yield List.of();
            }
            case ReportSpaceEndDecoder.TEMPLATE_ID -> {
                final long version = new ReportSpaceEndDecoder()
                        .wrapAndApplyHeader(frame, 0, HEADER)
                        .version();
                final Rows told = reports.remove(em);
                final Rows rows = ledger(em).report(version, told == null ? new Rows() : told, keepsExtra);
                yield frames.report(frame, version, rows);
            }
            case SpaceDeltaDecoder.TEMPLATE_ID -> {
                final long version = new SpaceDeltaDecoder()
                        .wrapAndApplyHeader(frame, 0, HEADER)
                        .version();
                yield frames.delta(frame, version, ledger(em).change(Rows.ofDelta(frame)));
            }
            case UpdateProvisionDecoder.TEMPLATE_ID -> {
                final long version = new UpdateProvisionDecoder()
                        .wrapAndApplyHeader(frame, 0, HEADER)
                        .version();
                yield frames.delta(frame, version, ledger(em).change(Rows.ofProvisionChange(frame)));
            }
            case RemoveExtentsDecoder.TEMPLATE_ID -> {
                final long version = new RemoveExtentsDecoder()
                        .wrapAndApplyHeader(frame, 0, HEADER)
                        .version();
                yield frames.delta(frame, version, ledger(em).change(Rows.ofRemoval(frame)));
            }
            case KeepAliveDecoder.TEMPLATE_ID -> {
                final int chunk = (int) new KeepAliveDecoder()
                        .wrapAndApplyHeader(frame, 0, HEADER)
                        .chunk();
                yield List.of(frames.keepAlive(
                        frame,
                        thinBlockBytes,
                        (tier, priority, bytes) -> shares.measured(chunk, tier, priority, bytes)));
            }
            case RemoveEmDecoder.TEMPLATE_ID -> {
                final int removed = (int) new RemoveEmDecoder()
                        .wrapAndApplyHeader(frame, 0, HEADER)
                        .em();
                holdings(removed).clear();
                held.remove(removed);
                reports.remove(removed);
                yield List.of(frame);
            }
            default -> throw new IllegalStateException("template " + templateId + " tells nothing of segments");
        };
    }

    private List<DirectBuffer> freeForAllocation(final DirectBuffer frame, final int em) {
        final FreeForAllocationDecoder free = new FreeForAllocationDecoder().wrapAndApplyHeader(frame, 0, HEADER);
        final long version = free.version();
        final long bytes = free.segmentBytes();
        final int spaceClass = free.tierRaw() << 2 | free.provisionRaw() << 1 | free.priorityRaw();
        final List<Integer> chunks = new ArrayList<>();
        for (final FreeForAllocationDecoder.ChunksDecoder each : free.chunks()) {
            chunks.add(holdings(em).freed(version, false, new Cell((int) each.chunk(), spaceClass), bytes));
        }
        return freed(frame, false, chunks);
    }

    private List<DirectBuffer> freeForReposition(final DirectBuffer frame, final int em) {
        final FreeForRepositionDecoder free = new FreeForRepositionDecoder().wrapAndApplyHeader(frame, 0, HEADER);
        final long version = free.version();
        final long bytes = free.segmentBytes();
        final int spaceClass = free.tierRaw() << 2 | free.provisionRaw() << 1 | free.priorityRaw();
        final List<Integer> chunks = new ArrayList<>();
        for (final FreeForRepositionDecoder.ChunksDecoder each : free.chunks()) {
            final int chunk = (int) each.chunk();
            holdings(em).stays(chunk, spaceClass);
            chunks.add(holdings(em).freed(version, true, new Cell(chunk, spaceClass), bytes));
        }
        return freed(frame, true, chunks);
    }

    private List<DirectBuffer> freed(final DirectBuffer frame, final boolean isRx, final List<Integer> chunks) {
        chunks.removeIf(chunk -> chunk == Bag.NOWHERE);
        return chunks.isEmpty() ? List.of() : List.of(frames.free(frame, isRx, chunks));
    }

    /** Couples what both histories granted of a reservation. */
    void couple(
            final DirectBuffer frame,
            final List<Asked> asked,
            final List<Granted> granted,
            final List<Granted> otherGranted) {
        final Holdings holdings = holdings(sender(frame));
        if (Engine.templateId(frame, 0, frame.capacity()) == ReserveForAllocationDecoder.TEMPLATE_ID) {
            final long version = new ReserveForAllocationDecoder()
                    .wrapAndApplyHeader(frame, 0, HEADER)
                    .version();
            for (int i = 0; i < asked.size(); i++) {
                couple(holdings, version, asked.get(i), granted.get(i), otherGranted.get(i));
            }
            return;
        }
        final long version = new ReserveForRepositionDecoder()
                .wrapAndApplyHeader(frame, 0, HEADER)
                .version();
        for (int i = 0; i < asked.size(); i++) {
            // One that only the other history granted did not take place: its place is free again with the next report.
            if (!granted.get(i).chunks().isEmpty()) {
                final int spaceClass = asked.get(i).spaceClass();
                final int destination = granted.get(i).chunks().getFirst();
                final boolean isInBoth = !otherGranted.get(i).chunks().isEmpty();
                final int other = isInBoth ? otherGranted.get(i).chunks().getFirst() : Bag.NOWHERE;
                holdings.granted(
                        version,
                        true,
                        new Cell(destination, spaceClass),
                        new Spot(other, granted.get(i).bytes()));
                holdings.departs(new Cell(asked.get(i).replace(), spaceClass), destination, isInBoth);
            }
        }
    }

    private static void couple(
            final Holdings holdings, final long version, final Asked asked, final Granted mine, final Granted other) {
        for (int i = 0; i < Math.max(mine.chunks().size(), other.chunks().size()); i++) {
            final boolean isMine = i < mine.chunks().size();
            final int chunk = isMine ? mine.chunks().get(i) : Bag.NOWHERE;
            final int otherChunk = i < other.chunks().size() ? other.chunks().get(i) : Bag.NOWHERE;
            holdings.granted(
                    version,
                    false,
                    new Cell(chunk, asked.spaceClass()),
                    new Spot(otherChunk, isMine ? mine.bytes() : other.bytes()));
        }
    }

    private Ledger ledger(final int em) {
        return new Ledger(holdings(em));
    }

    private Holdings holdings(final int em) {
        return held.computeIfAbsent(em, key -> new Holdings(shares));
    }

    private static int sender(final DirectBuffer frame) {
        return (int) SENDER.wrap(frame, MessageHeaderDecoder.ENCODED_LENGTH).sender();
    }
}
