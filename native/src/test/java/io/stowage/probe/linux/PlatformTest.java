package io.stowage.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_X86_64",
        "Linux, x86_64, LINUX_X86_64",
        "Linux, aarch64, LINUX_AARCH64",
        "linux, ARM64, LINUX_AARCH64",
        "Linux, aarch64_be, UNSUPPORTED",
        "Linux, riscv64, UNSUPPORTED",
        "Linux, x86, UNSUPPORTED",
        "Mac OS X, aarch64, UNSUPPORTED",
        "Windows 11, amd64, UNSUPPORTED",
        "FreeBSD, amd64, UNSUPPORTED",
    })
    void shouldKnowWhichSystemsItSupports(final String osName, final String osArch, final Platform expected) {
        assertThat(Platform.of(osName, osArch)).isEqualTo(expected);
        assertThat(Platform.of(osName, osArch).isSupported()).isEqualTo(expected != Platform.UNSUPPORTED);
    }
}
