package io.stowage.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseChannelTest {
    @ParameterizedTest
    @CsvSource({
        "aeron:ipc, aeron:ipc, '', true",
        "aeron:udp?endpoint=127.0.0.1:4000, aeron:udp?endpoint=127.0.0.1:4000, 127.0.0.1, true",
        "aeron:udp?endpoint=localhost:4000, aeron:udp?endpoint=localhost:4000, localhost, true",
        "aeron:udp?endpoint=[::1]:4000, aeron:udp?endpoint=[::1]:4000, [::1], true",
        "aeron:udp?endpoint=10.1.2.3:65535, aeron:udp?endpoint=10.1.2.3:65535, 10.1.2.3, false",
        "aeron:udp?endpoint=[fd00::1]:1, aeron:udp?endpoint=[fd00::1]:1, [fd00::1], false"
    })
    void shouldTakeIpcAndLiteralEndpoints(
            final String text, final String uri, final String host, final boolean loopback) {
        assertThat(ResponseChannel.parse(text)).isEqualTo(new ResponseChannel(uri, host, loopback));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "aeron:",
                "aeron:tcp?endpoint=10.0.0.1:1",
                "aeron:udp",
                "aeron:udp?control=10.0.0.1:1",
                "aeron:udp?endpoint=10.0.0.1",
                "aeron:udp?endpoint=10.0.0.1:0",
                "aeron:udp?endpoint=10.0.0.1:65536",
                "aeron:udp?endpoint=10.0.0.1:port",
                "aeron:udp?endpoint=:4000",
                "aeron:udp?endpoint=host.example:4000",
                "aeron:udp?endpoint=0.0.0.0:4000",
                "aeron:udp?endpoint=224.0.1.1:4000",
                "aeron-spy:aeron:udp?endpoint=10.0.0.1:4000"
            })
    void shouldRefuseEverythingElse(final String text) {
        assertThat(ResponseChannel.parse(text)).isNull();
    }

    @Test
    void shouldNotTakeOverOtherParameters() {
        assertThat(channel("aeron:ipc?term-length=1g|sparse=false").withTermLength(65_536))
                .isEqualTo("aeron:ipc?term-length=65536");
        assertThat(channel("aeron:udp?endpoint=127.0.0.1:4000|term-length=1g|mtu=64k")
                        .withTermLength(65_536))
                .isEqualTo("aeron:udp?endpoint=127.0.0.1:4000|term-length=65536");
    }

    private static ResponseChannel channel(final String text) {
        return Objects.requireNonNull(ResponseChannel.parse(text));
    }
}
