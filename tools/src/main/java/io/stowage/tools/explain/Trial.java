package io.stowage.tools.explain;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CancelRemovalEncoder;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.IsolateEncoder;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.MaintenanceEncoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RegisterChunkEncoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeEncoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetConfigEncoder;
import io.stowage.codecs.Tier;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.explain.Explanation.Asked;
import io.stowage.engine.explain.Explanation.HeldBack;
import io.stowage.tools.journal.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tries what would have helped: on a copy of the state right before a reservation something is changed, or something else is
 * asked for, and the reservation is applied. What is told as a way out was granted here.
 */
final class Trial implements AutoCloseable {
    private static final long OPERATOR_SESSION_ID = 1;
    private static final long NEW_NODE_PREFIX = 0xFD57_0000_0000_0000L;
    private static final int PORT = 10_201;
    private static final int POSITION_STEP = 64;

    private final Engine engine;
    private final UnsafeBuffer snapshot;
    private final JournalEntry entry;
    private final MutableDirectBuffer frame = new UnsafeBuffer(new byte[1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final Reply reply = new Reply();
    private boolean isAsBefore;

    /** Copies the state of an engine that has applied everything before the entry. */
    Trial(final Engine before, final Limits limits, final JournalEntry entry) {
        this.entry = entry;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        before.snapshot((buffer, offset, length) -> {
            final byte[] part = new byte[length];
            buffer.getBytes(offset, part);
            bytes.writeBytes(part);
        });
        snapshot = new UnsafeBuffer(bytes.toByteArray());
        engine = new Engine(limits);
    }

    /** Whether an item is granted in full once something was changed. */
    boolean grantsAfter(final Consumer<Trial> change, final Explanation refused, final int item) {
        restore();
        isAsBefore = false;
        change.accept(this);
        return isGranted(entry.frame(), item);
    }

    /** Whether an item is granted in full if something else is asked for in its place. */
    boolean grants(final Asked instead, final Explanation refused, final int item) {
        restore();
        final List<Asked> items = new ArrayList<>();
        refused.items().forEach(each -> items.add(each.asked()));
        items.set(item, instead);
        return isGranted(Requests.rewrite(entry.frame(), refused, items), item);
    }

    /** A request that was refused in whole has left nothing that the next one could notice. */
    private void restore() {
        if (!isAsBefore) {
            engine.load(snapshot, 0, snapshot.capacity());
            isAsBefore = true;
        }
    }

    private boolean isGranted(final DirectBuffer request, final int item) {
        reply.forget();
        engine.onEntry(
                engine.position() + POSITION_STEP,
                entry.timestampMs(),
                entry.sessionId(),
                request,
                0,
                request.capacity(),
                reply);
        isAsBefore &= !reply.isAnyGranted;
        return item < reply.results.size() && reply.results.get(item) == ResultCode.OK;
    }

    /** Changes a setting of the cluster. */
    void configure(final ConfigKey key, final long value) {
        final SetConfigEncoder command = new SetConfigEncoder().wrapAndApplyHeader(cleared(), 0, header);
        address(command.header(), Role.OPERATOR, 0).incarnation(0);
        send(command.value(value).key(key).encodedLength());
    }

    /** Lets chunks take new data again, as far as that is for an operator to do. */
    void release(final HeldBack held) {
        if (held.isMaintenance()) {
            final MaintenanceEncoder command = new MaintenanceEncoder().wrapAndApplyHeader(cleared(), 0, header);
            address(command.header(), Role.OPERATOR, 0).incarnation(0);
            send(command.node(held.node()).until(0).on(BooleanType.FALSE).encodedLength());
        }
        if (held.isSubHealth()) {
            final IsolateEncoder command = new IsolateEncoder().wrapAndApplyHeader(cleared(), 0, header);
            address(command.header(), Role.OPERATOR, 0).incarnation(0);
            send(command.chunk(held.chunk()).on(BooleanType.FALSE).encodedLength());
        }
        if (held.adminState() == AdminState.REMOVING) {
            final CancelRemovalEncoder command = new CancelRemovalEncoder().wrapAndApplyHeader(cleared(), 0, header);
            address(command.header(), Role.OPERATOR, 0).incarnation(0);
            send(command.chunk(held.chunk()).encodedLength());
        }
    }

    /** Adds an empty chunk on a node of its own. */
    void addChunk(
            final int number,
            final String zone,
            final String rack,
            final String pool,
            final Tier tier,
            final long bytes) {
        final RegisterNodeEncoder node = new RegisterNodeEncoder().wrapAndApplyHeader(cleared(), 0, header);
        address(node.header(), Role.OPERATOR, 0).incarnation(0);
        node.dataIp().high(NEW_NODE_PREFIX).low(number);
        send(node.name("added-" + number).zone(zone).rack(rack).encodedLength());
        final RegisterChunkEncoder chunk = new RegisterChunkEncoder().wrapAndApplyHeader(cleared(), 0, header);
        address(chunk.header(), Role.OPERATOR, 0).incarnation(0);
        chunk.ip().high(NEW_NODE_PREFIX).low(number);
        send(chunk.capabilities(-1L)
                .rawCapacityBytes(bytes)
                .port(PORT)
                .pool(pool)
                .encodedLength());
        final KeepAliveEncoder alive = new KeepAliveEncoder().wrapAndApplyHeader(cleared(), 0, header);
        address(alive.header(), Role.CHUNK, reply.chunk).incarnation(1);
        alive.chunk(reply.chunk).fence(-1).capabilities(-1L).warning(BooleanType.FALSE);
        alive.tiersCount(1).next().total(bytes).tier(tier);
        alive.peersCount(0);
        send(alive.encodedLength());
    }

    private MutableDirectBuffer cleared() {
        frame.setMemory(0, frame.capacity(), (byte) 0);
        return frame;
    }

    private CommandHeaderEncoder address(final CommandHeaderEncoder command, final Role role, final int sender) {
        return command.clusterHigh(engine.clusterHigh())
                .clusterLow(engine.clusterLow())
                .sender(sender)
                .role(role);
    }

    private void send(final int encodedLength) {
        engine.onEntry(
                engine.position() + POSITION_STEP,
                entry.timestampMs(),
                OPERATOR_SESSION_ID,
                frame,
                0,
                MessageHeaderEncoder.ENCODED_LENGTH + encodedLength,
                reply);
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Remembers the id of a new chunk, and what became of each item. */
    private static final class Reply implements ReplySink {
        private final RegisterChunkReplyDecoder registered = new RegisterChunkReplyDecoder();
        private final List<ResultCode> results = new ArrayList<>();
        private boolean isAnyGranted;
        private int chunk;

        private void forget() {
            results.clear();
            isAnyGranted = false;
        }

        private void add(final ResultCode result, final boolean isGranted) {
            results.add(result);
            isAnyGranted |= isGranted;
        }

        @Override
        public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
            final MessageHeaderDecoder header = new MessageHeaderDecoder();
            switch (Engine.templateId(buffer, offset, length)) {
                case RegisterChunkReplyDecoder.TEMPLATE_ID -> {
                    registered.wrapAndApplyHeader(buffer, offset, header);
                    chunk = (int) registered.chunk();
                }
                case ReserveForAllocationReplyDecoder.TEMPLATE_ID -> {
                    for (final var item : new ReserveForAllocationReplyDecoder()
                            .wrapAndApplyHeader(buffer, offset, header)
                            .items()) {
                        add(item.result(), item.extents() > 0);
                        item.chunks().forEach(each -> {});
                    }
                }
                case ReserveForRepositionReplyDecoder.TEMPLATE_ID -> {
                    for (final var item : new ReserveForRepositionReplyDecoder()
                            .wrapAndApplyHeader(buffer, offset, header)
                            .items()) {
                        add(item.result(), item.destination() != 0);
                        item.ranked().forEach(each -> {});
                    }
                }
                default -> {}
            }
        }

        @Override
        public void onEvent(
                final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
            // Nobody has subscribed to a trial.
        }
    }
}
