package io.stowage.bench.replay;

import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.EngineRig;
import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.fleet.Frames;
import io.stowage.bench.fleet.Grants;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalAppender;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the journal of a fleet at work, as the server would: every command applied, and in batches.
 *
 * @param commands  in it.
 * @param stateHash at its end.
 */
record WrittenJournal(long commands, long stateHash) {
    private static final int BATCH = 64;
    private static final double FILL_SHARE = 0.3;
    private static final long EXTENT_BYTES = 256L << 20;
    private static final long NO_FENCE = -1;

    static WrittenJournal write(final Path directory, final FleetShape shape, final Mix mix, final int commands) {
        try (Journal journal = Journal.open(new Journal.Context().directory(directory))) {
            final Batches batches = new Batches(journal.appender());
            try (EngineRig rig = new EngineRig(shape, FILL_SHARE, batches)) {
                work(rig, shape, mix, commands);
                batches.appender.commit();
                return new WrittenJournal(batches.count, rig.stateHash());
            }
        }
    }

    private static void work(final EngineRig rig, final FleetShape shape, final Mix mix, final int commands) {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 12));
        final Frames frames = rig.frames();
        final Grants grants = new Grants(1);
        final int[] chunks = rig.chunkIds();
        int chunk = 0;
        int sent = 0;
        while (sent < commands) {
            for (int i = 0; i < mix.keepalives; i++) {
                requireOk(rig.send(
                        buffer, frames.keepAlive(buffer, chunks[chunk], NO_FENCE, shape.capacityBytes(chunk))));
                chunk = chunk + 1 == chunks.length ? 0 : chunk + 1;
            }
            for (int i = 0; i < mix.reservations; i++) {
                if (grants.extents() == 0) {
                    final DirectBuffer reply =
                            rig.send(buffer, frames.reserve(buffer, Fleet.MEASURED_EM, 1, EXTENT_BYTES));
                    if (!grants.add(new ReserveForAllocationReplyDecoder()
                            .wrapAndApplyHeader(reply, 0, new MessageHeaderDecoder()))) {
                        throw new BenchException("a reservation of the benchmark was refused");
                    }
                } else {
                    requireOk(rig.send(buffer, frames.free(buffer, Fleet.MEASURED_EM, EXTENT_BYTES, grants, 1)));
                }
            }
            sent += mix.keepalives + mix.reservations;
        }
    }

    private static void requireOk(final DirectBuffer reply) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(reply, 0);
        if (header.templateId() == CommandReplyDecoder.TEMPLATE_ID) {
            final ResultCode result = new CommandReplyDecoder()
                    .wrapAndApplyHeader(reply, 0, header)
                    .header()
                    .result();
            if (result != ResultCode.OK) {
                throw new BenchException("a command of the benchmark was answered " + result);
            }
        }
    }

    private static final class Batches implements EngineRig.Tap {
        private final JournalAppender appender;
        private long count;

        private Batches(final JournalAppender appender) {
            this.appender = appender;
        }

        @Override
        public void onEntry(final long timestampMs, final long sessionId, final DirectBuffer buffer, final int length) {
            if (count % BATCH == 0) {
                if (count > 0) {
                    appender.commit();
                }
                appender.beginBatch(timestampMs);
            }
            if (appender.append(sessionId, 0, buffer, 0, length) == JournalAppender.BATCH_FULL) {
                throw new BenchException("a batch of the benchmark does not fit into the journal's");
            }
            count++;
        }
    }
}
