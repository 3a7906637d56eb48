package io.stowage.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.codecs.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingTest {
    @ParameterizedTest
    @CsvSource({
        "EXTENT_BYTES, 64MiB, 67108864, 64 MiB",
        "HEADROOM_NEW_PPM, 7.5%, 75000, 7.5 %",
        "HEADROOM_NEW_PPM, 50000, 50000, 5 %",
        "MIN_SPREAD, chunk, 0, CHUNK",
        "MIN_SPREAD, NODE, 1, NODE",
        "CHUNK_SESSION_TIMEOUT_MS, 15s, 15000, 15 s",
        "CHUNK_SESSION_TIMEOUT_MS, 1500, 1500, 1500 ms",
        "RECOVER_DELAY_MS, 5min, 300000, 5 min 0 s",
        "RECOVER_DELAY_MS, 250ms, 250, 250 ms",
        "ELEVATE_LIMIT, 16, 16, 16"
    })
    void shouldReadAndWriteValues(final ConfigKey key, final String text, final long value, final String shown) {
        assertThat(ClusterSetting.value(key, text)).isEqualTo(value);
        assertThat(ClusterSetting.text(key, value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    EXTENT_BYTES             | much | 'much' is not a value of EXTENT_BYTES; write a size, as in 256MiB
                    HEADROOM_NEW_PPM         | x%   | 'x%' is not a value of HEADROOM_NEW_PPM; write a share, as in 5%, or parts per million
                    MIN_SPREAD               | rack | 'rack' is not a value of MIN_SPREAD; write CHUNK or NODE
                    CHUNK_SESSION_TIMEOUT_MS | soon | 'soon' is not a value of CHUNK_SESSION_TIMEOUT_MS; write a time, as in 15s or 5min, or milliseconds
                    ELEVATE_LIMIT            | few  | 'few' is not a value of ELEVATE_LIMIT; write a whole number
                    """)
    void shouldSayHowAValueIsWritten(final ConfigKey key, final String text, final String complaint) {
        assertThatThrownBy(() -> ClusterSetting.value(key, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    @Test
    void shouldFindKeysWhateverTheirCase() {
        assertThat(ClusterSetting.key("min-spread")).isEqualTo(ConfigKey.MIN_SPREAD);
        assertThatThrownBy(() -> ClusterSetting.key("MIN_SPREDA"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no key 'MIN_SPREDA'; the nearest one is MIN_SPREAD");
    }
}
