package io.stowage.bench.micro;

import io.stowage.bench.fleet.EngineRig;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.engine.ReplySink;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What chunks ask of the engine, one after the other in random order: keepalives with fences, and views of their space. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ChunkBenchmark implements ReplySink {
    private static final double FILL_SHARE = 0.5;
    private static final long SEED = 5707;
    private static final int BUFFER_LENGTH = 4_096;

    /** Chunks of the fleet. */
    @Param({"100", "1000", "10000"})
    public int chunks;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final KeepAliveReplyDecoder alive = new KeepAliveReplyDecoder();
    private final SpaceReplyDecoder space = new SpaceReplyDecoder();
    private @Nullable EngineRig rig;
    private int[] ids = {};
    private int[] order = {};
    private long[] fences = {};
    private long[] capacities = {};
    private int turn;
    private long answer;

    /** Makes the benchmark; called by JMH. */
    public ChunkBenchmark() {}

    /** Builds the fleet and shuffles the chunks. */
    @Setup(Level.Trial)
    public void build() {
        final FleetShape shape = new FleetShape(chunks);
        final EngineRig built = new EngineRig(shape, FILL_SHARE);
        rig = built;
        ids = built.chunkIds();
        order = new int[chunks];
        fences = new long[chunks];
        capacities = new long[chunks];
        final Random random = new Random(SEED);
        for (int i = 0; i < chunks; i++) {
            fences[i] = -1;
            capacities[i] = shape.capacityBytes(i);
            final int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }

    /** Gives the memory back. */
    @TearDown(Level.Trial)
    public void close() {
        rig().close();
    }

    /**
     * The next chunk keeps alive and takes its new fence.
     *
     * @return the fence.
     */
    @Benchmark
    public long keepAlive() {
        final EngineRig engine = rig();
        final int index = next();
        engine.apply(buffer, engine.frames().keepAlive(buffer, ids[index], fences[index], capacities[index]), this);
        fences[index] = answer;
        return answer;
    }

    /**
     * Somebody looks at the space of the next chunk.
     *
     * @return its free bytes.
     */
    @Benchmark
    public long spaceView() {
        final EngineRig engine = rig();
        engine.query(buffer, engine.frames().querySpace(buffer, ids[next()]), this);
        return answer;
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer reply, final int offset, final int length) {
        header.wrap(reply, offset);
        final ResultCode result;
        if (header.templateId() == KeepAliveReplyDecoder.TEMPLATE_ID) {
            alive.wrapAndApplyHeader(reply, offset, header);
            result = alive.header().result();
            answer = alive.fence();
        } else {
            space.wrapAndApplyHeader(reply, offset, header);
            result = space.header().result();
            final SpaceReplyDecoder.RowsDecoder rows = space.rows();
            answer = rows.hasNext() ? rows.next().free() : -1;
        }
        if (result != ResultCode.OK || answer <= 0) {
            throw new IllegalStateException(
                    "template " + header.templateId() + " was answered " + result + ", " + answer);
        }
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer event, final int offset, final int length) {}

    private int next() {
        turn = turn + 1 == order.length ? 0 : turn + 1;
        return order[turn];
    }

    private EngineRig rig() {
        return Objects.requireNonNull(rig);
    }
}
