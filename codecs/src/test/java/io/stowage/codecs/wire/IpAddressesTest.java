package io.stowage.codecs.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "255.255.255.255", "127.0.0.1", "fd00:0:0:0:0:0:0:1", "2001:db8:0:1:2:3:4:5"})
    void shouldWriteWhatItRead(final String text) {
        final IpAddresses.Words words = IpAddresses.parse(text);

        assertThat(IpAddresses.format(words.high(), words.low())).isEqualTo(text);
    }

    @Test
    void shouldMapIpv4IntoIpv6() {
        final IpAddresses.Words words = IpAddresses.parse("10.0.0.1");

        assertThat(words.high()).isZero();
        assertThat(words.low()).isEqualTo(0xFFFF_0A00_0001L);
        assertThat(IpAddresses.parse("::ffff:10.0.0.1")).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0", "10.0.0.256", "fd00::g"})
    void shouldRefuseWhatIsNoAddress(final String text) {
        assertThatThrownBy(() -> IpAddresses.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not an IP address; write it like 10.0.0.1 or fd00::1");
    }
}
