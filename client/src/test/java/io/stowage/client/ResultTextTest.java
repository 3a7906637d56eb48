package io.stowage.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResultTextTest {
    @ParameterizedTest
    @EnumSource(Reason.class)
    void shouldExplainEveryReasonInOneLine(final Reason reason) {
        final String text = ResultText.of(ResultCode.CONFLICT, reason, 3, 4);
        assertThat(text)
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotContain("cannot explain")
                .doesNotEndWith(".");
    }

    @ParameterizedTest
    @EnumSource(ResultCode.class)
    void shouldExplainEveryResultInOneLine(final ResultCode result) {
        assertThat(ResultText.of(result, Reason.NONE, 0, 0))
                .isNotBlank()
                .doesNotContain("\n")
                .doesNotEndWith(".");
    }

    @Test
    void shouldNameTheFigures() {
        assertThat(ResultText.of(ResultCode.FENCED, Reason.INCARNATION_TOO_OLD, 9, 8))
                .isEqualTo("incarnation 8 is older than the known 9; stop it, or start it with a higher one");
        assertThat(ResultText.of(ResultCode.CONFLICT, Reason.NODE_HAS_CHUNKS, 0, 3))
                .isEqualTo("the node still has 3 chunks; remove them first");
        assertThat(ResultText.of(ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_EXPIRED, 0, 0))
                .isEqualTo("the licence expired at 1970-01-01T00:00:00Z; renew it");
        assertThat(ResultText.of(ResultCode.MALFORMED, Reason.PROTOCOL_VERSION, 1 << 16, 2 << 8))
                .isEqualTo(
                        "the protocol version 0.2.0 does not fit the server's 1.0.0; use builds of the same major version");
        assertThat(ResultText.of(ResultCode.MALFORMED, Reason.BAD_RESILIENCY, 32, 33))
                .isEqualTo(
                        "an extent of 33 segments, existing ones among them, is above the limit of 32; ask for fewer");
        assertThat(ResultText.of(ResultCode.MALFORMED, Reason.BAD_RESILIENCY, 32, 3))
                .isEqualTo("the resiliency is not valid; tell either replicas or an erasure code of data and parity"
                        + " shards, of at most 32 segments in all");
        assertThat(ResultText.of(ResultCode.UNKNOWN_CHUNK, Reason.UNKNOWN_CHUNK_IN_ROW, 0, 99))
                .isEqualTo("chunk 99 is named and not known; list the chunks, and leave it out");
        assertThat(ResultText.of(ResultCode.NO_SPACE, Reason.NONE, 0, 0))
                .isEqualTo("too few chunks have the space; ask for less or add space");
    }
}
