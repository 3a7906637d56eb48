package io.stowage.engine;

import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.EngineFixture.Row;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames that lie: refused with a reason, never an exception, never a trace in the state. */
class MalformedCommandTest {
    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void someStateAndALog() {
        for (int i = 1; i <= 4; i++) {
            fixture.healthyChunk(i, 100 * GIB);
        }
        fixture.connectEm(1, 1);
        fixture.report(1, 1, new Row(1, Provision.THICK, 1, 1));
        fixture.reserve(1, 1, Provision.THIN, 2, 2);
        fixture.free(
                1,
                1,
                Provision.THIN,
                EngineFixture.EXTENT,
                fixture.grantedChunks().get(0));
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldRefuseEveryFrameThatIsCutOffAnywhere() {
        final long hash = fixture.engine.stateHash();
        for (final LoggedEngine.Entry entry : List.copyOf(fixture.log)) {
            final int length = entry.frame().capacity();
            for (int cut = 0; cut < length; cut++) {
                final UnsafeBuffer frame = new UnsafeBuffer(new byte[cut]);
                frame.putBytes(0, entry.frame(), 0, cut);
                fixture.applyFrame(7, frame);
                assertThat(fixture.result()).isEqualTo(ResultCode.MALFORMED);
            }
        }
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldSurviveAnyFlippedBits() {
        final SplittableRandom random = new SplittableRandom(5);
        final List<LoggedEngine.Entry> log = List.copyOf(fixture.log);
        for (int i = 0; i < 20_000; i++) {
            final DirectBuffer original = log.get(random.nextInt(log.size())).frame();
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[original.capacity()]);
            frame.putBytes(0, original, 0, original.capacity());
            for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
                final int at = random.nextInt(frame.capacity());
                frame.putByte(at, (byte) random.nextInt(256));
            }
            fixture.applyFrame(7, frame);
        }
        fixture.engine.verify();
    }

    @Test
    void shouldNameWhatIsWrongWithAFrame() {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + 64]);
        new MessageHeaderEncoder()
                .wrap(frame, 0)
                .blockLength(64)
                .templateId(999)
                .schemaId(5707)
                .version(1);
        fixture.applyFrame(7, frame);
        assertThat(fixture.reason()).isEqualTo(Reason.UNKNOWN_TEMPLATE);

        new MessageHeaderEncoder().wrap(frame, 0).schemaId(1);
        fixture.applyFrame(7, frame);
        assertThat(fixture.reason()).isEqualTo(Reason.WRONG_SCHEMA);
    }
}
