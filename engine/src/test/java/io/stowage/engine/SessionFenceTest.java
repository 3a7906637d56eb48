package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Within one incarnation the newest session speaks; whatever comes over an older one is too late. */
class SessionFenceTest {
    private static final int EM = 1;
    private static final long OLDER = 7;
    private static final long NEWER = 8;

    private final EngineFixture fixture = new EngineFixture();
    private int chunk;

    @BeforeEach
    void senderWithTwoSessions() {
        fixture.sessionId = OLDER;
        chunk = fixture.healthyChunk(1, 100 * GIB);
        fixture.connectEm(EM, 1);
        fixture.sessionId = NEWER;
        fixture.connectEm(EM, 1);
        fixture.keepAlive(chunk, 1, -1, 100 * GIB, 2 * EXTENT);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldLetTheNewerOfTwoSessionsOfOneExtentManagerSpeak() {
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
        fixture.sessionId = OLDER;
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.reserve(EM, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.FENCED);
        assertThat(fixture.reason()).isEqualTo(Reason.SESSION_SUPERSEDED);
        assertThat(fixture.commandReply().expected()).isEqualTo(NEWER);
        assertThat(fixture.commandReply().found()).isEqualTo(OLDER);
        assertThat(fixture.connectEm(EM, 1)).isEqualTo(ResultCode.FENCED);
        assertThat(fixture.report(EM, 2)).isEqualTo(ResultCode.FENCED);
        assertThat(fixture.free(EM, 1, Provision.THICK, EXTENT, chunk)).isEqualTo(ResultCode.FENCED);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldIgnoreAMeasurementThatWasOvertakenByOneOfANewerSession() {
        fixture.sessionId = OLDER;
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.keepAlive(chunk, 1, -1, 100 * GIB, 0)).isEqualTo(ResultCode.FENCED);

        assertThat(fixture.reason()).isEqualTo(Reason.SESSION_SUPERSEDED);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
        assertThat(fixture.space(chunk).thinUsed()).isEqualTo(2 * EXTENT);
    }

    @Test
    void shouldMakeEachSessionConnectSoThatItLearnsThatItsExtentManagerWasRemoved() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 1);
        fixture.removeEm(EM);
        fixture.sessionId = OLDER;
        fixture.connectEm(EM, 1);
        fixture.reserve(EM, 1, Provision.THICK, 1, 1);

        fixture.sessionId = NEWER;
        assertThat(fixture.free(EM, 1, Provision.THICK, EXTENT, chunk)).isEqualTo(ResultCode.UNKNOWN_EM);
        assertThat(fixture.space(chunk).thickPending()).isEqualTo(EXTENT);

        assertThat(fixture.connectEm(EM, 1)).isEqualTo(ResultCode.OK);
        assertThat(fixture.reserve(EM, 2, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldMakeANewerIncarnationConnectAgainWhereAnOlderOneMadeItsExtentManagerKnownAnew() {
        fixture.connectEm(EM, 2);
        fixture.removeEm(EM);
        fixture.sessionId = OLDER;
        fixture.connectEm(EM, 1);

        fixture.sessionId = NEWER;
        assertThat(reserveAs(2)).isEqualTo(ResultCode.UNKNOWN_EM);

        assertThat(fixture.connectEm(EM, 2)).isEqualTo(ResultCode.OK);
        assertThat(reserveAs(2)).isEqualTo(ResultCode.OK);
    }

    private ResultCode reserveAs(final long incarnation) {
        return fixture.reserve(EM, incarnation, 1, Provision.THICK, 1, 1, false);
    }

    @Test
    void shouldBelieveANewerIncarnationOverWhicheverSessionItComes() {
        fixture.sessionId = OLDER;

        assertThat(fixture.connectEm(EM, 2)).isEqualTo(ResultCode.OK);
        assertThat(fixture.keepAlive(chunk, 2, -1, 100 * GIB, 0)).isEqualTo(ResultCode.OK);

        fixture.sessionId = NEWER;
        assertThat(fixture.connectEm(EM, 1)).isEqualTo(ResultCode.FENCED);
        assertThat(fixture.reason()).isEqualTo(Reason.INCARNATION_TOO_OLD);
    }

    @Test
    void shouldCountSessionsAnewOnceTheHostStartedAgain() {
        fixture.sessionClosed(0);
        fixture.sessionId = 1;

        assertThat(fixture.connectEm(EM, 1)).isEqualTo(ResultCode.OK);
        assertThat(fixture.keepAlive(chunk, 1, -1, 100 * GIB, EXTENT)).isEqualTo(ResultCode.OK);
    }
}
