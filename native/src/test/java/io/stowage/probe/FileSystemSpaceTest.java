package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.probe.linux.StatVfs;
import org.junit.jupiter.api.Test;

final class FileSystemSpaceTest {
    @Test
    void shouldMultiplyBlocksByTheirSize() {
        assertThat(FileSystemSpace.of(new StatVfs(4096, 100, 50, 40, 10, 5, false)))
                .isEqualTo(new FileSystemSpace(409_600, 204_800, 163_840, 10, 5));
    }

    @Test
    void shouldNotWrapAroundAtWhatNetworkFileSystemsClaim() {
        assertThat(FileSystemSpace.of(new StatVfs(1L << 20, -1, 1L << 44, 1L << 43, -1, -1, false)))
                .isEqualTo(new FileSystemSpace(
                        Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
    }
}
