package io.stowage.engine;

import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetLicenceEncoder;
import io.stowage.engine.EngineFixture.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a licence limits, and what it never stands in the way of. */
class LicenceTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldCountNoCapacityBeyondTheLicence() {
        licence(0, 100 * GIB, 0);
        final int first = fixture.healthyChunk(1, 60 * GIB);
        final int second = fixture.healthyChunk(2, 60 * GIB);

        assertThat(fixture.space(first).capacity()).isEqualTo(60 * GIB);
        assertThat(fixture.space(second).capacity()).isZero();
        assertThat(fixture.keepAlive(second, 1, -1, 60 * GIB, GIB)).isEqualTo(ResultCode.PARTIAL);
        final KeepAliveReplyDecoder reply =
                new KeepAliveReplyDecoder().wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder);
        assertThat(reply.header().reason()).isEqualTo(Reason.LICENCE_CAPACITY);
        assertThat(reply.expected()).isEqualTo(100 * GIB);
        assertThat(reply.found()).isEqualTo(120 * GIB);
        assertThat(reply.fence()).isEqualTo(fixture.engine.position());
        assertThat(fixture.space(second).thinUsed()).isEqualTo(GIB);

        licence(0, 200 * GIB, 0);
        assertThat(fixture.keepAlive(second, 1, -1, 60 * GIB, GIB)).isEqualTo(ResultCode.OK);
        assertThat(fixture.space(second).capacity()).isEqualTo(60 * GIB);
    }

    @Test
    void shouldKeepWhatAChunkHadWhenItGrowsBeyondTheLicence() {
        licence(0, 100 * GIB, 0);
        final int chunk = fixture.healthyChunk(1, 60 * GIB);

        assertThat(fixture.keepAlive(chunk, 1, -1, 120 * GIB, 0)).isEqualTo(ResultCode.PARTIAL);
        assertThat(fixture.space(chunk).capacity()).isEqualTo(60 * GIB);
        assertThat(fixture.keepAlive(chunk, 1, -1, 90 * GIB, 0)).isEqualTo(ResultCode.OK);
        assertThat(fixture.space(chunk).capacity()).isEqualTo(90 * GIB);
    }

    @Test
    void shouldRefuseOnlyNewDataOnceTheLicenceHasExpired() {
        final int first = fixture.healthyChunk(1, 100 * GIB);
        fixture.healthyChunk(2, 100 * GIB);
        fixture.connectEm(1, 1);
        licence(0, 0, fixture.nowMs + 1_000);
        assertThat(fixture.reserve(1, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
        fixture.tick(1_001);

        assertThat(fixture.reserve(1, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.LICENCE_EXCEEDED);
        assertThat(fixture.reason()).isEqualTo(Reason.LICENCE_EXPIRED);
        assertThat(fixture.reposition(1, 1, RepositionKind.RECOVER, Provision.THICK, 0, first))
                .isEqualTo(ResultCode.OK);
        assertThat(fixture.report(1, 2, new Row(first, Provision.THICK, 1, EngineFixture.EXTENT)))
                .isEqualTo(ResultCode.OK);
        assertThat(fixture.registerChunk("10.9.9.9", 1)).isEqualTo(ResultCode.LICENCE_EXCEEDED);
    }

    @Test
    void shouldLimitTheNumberOfChunks() {
        licence(1, 0, 0);
        fixture.healthyChunk(1, 10 * GIB);

        assertThat(fixture.registerChunk("10.9.9.9", 1)).isEqualTo(ResultCode.LICENCE_EXCEEDED);
        assertThat(fixture.reason()).isEqualTo(Reason.LICENCE_CHUNKS);
    }

    private void licence(final int maxChunks, final long maxRawBytes, final long expiryMs) {
        assertThat(fixture.send(buffer -> {
                    final SetLicenceEncoder encoder =
                            new SetLicenceEncoder().wrapAndApplyHeader(buffer, 0, fixture.headerEncoder);
                    fixture.header(encoder.header(), Role.SERVICE_MANAGER, 0, 0);
                    return encoder.maxRawBytes(maxRawBytes)
                            .expiry(expiryMs)
                            .maxNodes(0)
                            .maxChunks(maxChunks)
                            .encodedLength();
                }))
                .isEqualTo(ResultCode.OK);
    }
}
