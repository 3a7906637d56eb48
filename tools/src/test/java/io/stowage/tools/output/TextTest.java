package io.stowage.tools.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.tools.ToolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "268435456, 256 MiB",
        "1649267441664, 1.5 TiB",
        "85899345920, 80 GiB",
        "9223372036854775807, 8 EiB",
        "-2048, -2 KiB"
    })
    void shouldWriteSizes(final long bytes, final String text) {
        assertThat(Text.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"256MiB, 268435456", "256 MiB, 268435456", "1g, 1073741824", "4096, 4096", "1.5KiB, 1536"})
    void shouldReadSizes(final String text, final long bytes) {
        assertThat(Text.bytes(text)).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseWhatIsNoSize() {
        assertThatThrownBy(() -> Text.bytes("much"))
                .isInstanceOf(ToolException.class)
                .hasMessage("'much' is not a size; write it like 256MiB or 1TiB");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59999, 59 s", "60000, 1 min 0 s", "3600000, 1 h 0 min", "90061000, 1 d 1 h", "-5, 0 s"})
    void shouldWriteDurations(final long ms, final String text) {
        assertThat(Text.duration(ms)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"999, 999 ns", "1000, 1.0 us", "1234567, 1.2 ms", "2500000000, 2.5 s"})
    void shouldWriteLatencies(final long ns, final String text) {
        assertThat(Text.latency(ns)).isEqualTo(text);
    }

    @Test
    void shouldWriteCountsSharesAndBars() {
        assertThat(Text.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Text.count(1, "chunk")).isEqualTo("1 chunk");
        assertThat(Text.count(2, "chunk")).isEqualTo("2 chunks");
        assertThat(Text.percent(1, 8)).isEqualTo("12.5 %");
        assertThat(Text.percent(1, 0)).isEqualTo("-");
        assertThat(Text.bar(1, 2, 10)).isEqualTo("[#####.....]");
        assertThat(Text.bar(3, 2, 10)).isEqualTo("[##########]");
        assertThat(Text.bar(1, 0, 4)).isEqualTo("[....]");
        assertThat(Text.ago(0, 5)).isEqualTo("never");
        assertThat(Text.ago(1_000, 3_000)).isEqualTo("2 s ago");
    }
}
