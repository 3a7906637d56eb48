package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.StartAfreshEncoder;
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

    private void startAfresh(final int... ems) {
        fixture.apply(0, buffer -> {
            final StartAfreshEncoder encoder =
                    new StartAfreshEncoder().wrapAndApplyHeader(buffer, 0, fixture.headerEncoder);
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
