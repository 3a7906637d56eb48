package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkEncoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.StartAfreshEncoder;
import io.stowage.codecs.wire.IpAddresses;
import io.stowage.engine.EngineFixture.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A state that was started afresh promises nothing before it knows what is there. */
class StartAfreshTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldPromiseNothingUntilEachExtentManagerHasReported() {
        startAfresh(1, 2);
        final int chunk = fixture.healthyChunk(1, 100 * GIB);

        assertThat(fixture.connectEm(1, 5)).isEqualTo(ResultCode.OK);
        assertThat(isReportWanted()).isTrue();
        final long hash = fixture.engine.stateHash();
        assertThat(fixture.reserve(1, 5, 1, Provision.THICK, 1, 1, false)).isEqualTo(ResultCode.NOT_READY);
        assertThat(fixture.reason()).isEqualTo(Reason.REPORTS_MISSING);
        assertThat(fixture.commandReply().expected()).isEqualTo(2);
        assertThat(fixture.commandReply().found()).isEqualTo(2);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);

        fixture.connectEm(2, 1);
        fixture.report(2, 3, new Row(chunk, Provision.THIN, 1, EXTENT));
        assertThat(fixture.reserve(2, 3, Provision.THICK, 1, 1)).isEqualTo(ResultCode.NOT_READY);
        assertThat(fixture.reposition(2, 3, RepositionKind.RECOVER, Provision.THICK, 9, chunk))
                .isEqualTo(ResultCode.NOT_READY);
        assertThat(fixture.commandReply().found()).isEqualTo(1);
        assertThat(fixture.space(chunk).thinNewFresh()).isEqualTo(EXTENT);

        assertThat(fixture.removeEm(1)).isEqualTo(ResultCode.OK);
        assertThat(fixture.reserve(2, 3, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldWaitForExtentManagersThatNobodyNamed() {
        startAfresh(1);
        final int chunk = fixture.healthyChunk(1, 100 * GIB);
        fixture.connectEm(1, 1);
        fixture.connectEm(7, 1);

        fixture.report(1, 1, new Row(chunk, Provision.THICK, 1, EXTENT));
        assertThat(fixture.reserve(1, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.NOT_READY);
        fixture.report(7, 1);

        assertThat(fixture.reserve(1, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
        fixture.connectEm(8, 1);
        assertThat(fixture.reserve(8, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldStartOnlyAnEmptyStateAfresh() {
        fixture.connectEm(1, 1);
        final long hash = fixture.engine.stateHash();

        startAfresh(1, 2);

        assertThat(fixture.result()).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.reason()).isEqualTo(Reason.NOT_EMPTY);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldForgetExtentManagersThatNeverCameBack() {
        startAfresh(1, 2, 3);

        fixture.removeEm(1);
        fixture.removeEm(2);
        fixture.engine.verify();
        fixture.removeEm(3);

        fixture.connectEm(4, 1);
        fixture.healthyChunk(1, 100 * GIB);
        assertThat(fixture.reserve(4, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldLetChunksKeepTheirIds() {
        startAfresh(1);

        assertThat(register("10.0.0.7", 7)).isEqualTo(7);
        assertThat(register("10.0.0.8", 0)).isEqualTo(1_000);
        assertThat(register("10.0.0.9", 7)).as("an id is given once").isEqualTo(1_001);
        assertThat(register("10.0.0.3", 3)).isEqualTo(3);
        assertThat(register("10.0.0.4", 5_000)).as("never given").isEqualTo(1_002);
    }

    private int register(final String ip, final int had) {
        fixture.send(buffer -> {
            final RegisterChunkEncoder encoder =
                    new RegisterChunkEncoder().wrapAndApplyHeader(buffer, 0, fixture.headerEncoder);
            fixture.header(encoder.header(), Role.CHUNK, had, 1);
            final IpAddresses.Words words = IpAddresses.parse(ip);
            encoder.ip().high(words.high()).low(words.low());
            return encoder.capabilities(0)
                    .rawCapacityBytes(0)
                    .port(10_000)
                    .pool("")
                    .encodedLength();
        });
        return fixture.chunk();
    }

    private void startAfresh(final int... ems) {
        fixture.apply(0, buffer -> {
            final StartAfreshEncoder encoder =
                    new StartAfreshEncoder().wrapAndApplyHeader(buffer, 0, fixture.headerEncoder);
            encoder.firstNewChunk(1_000);
            final StartAfreshEncoder.EmsEncoder each = encoder.emsCount(ems.length);
            for (final int em : ems) {
                each.next().em(em);
            }
            return encoder.encodedLength();
        });
    }

    private boolean isReportWanted() {
        return new ConnectEmReplyDecoder()
                        .wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder)
                        .reportWanted()
                == BooleanType.TRUE;
    }
}
