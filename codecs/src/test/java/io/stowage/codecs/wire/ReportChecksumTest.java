package io.stowage.codecs.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportChecksumTest {
    @Test
    void shouldStayWhatItIsForClientsInOtherLanguages() {
        assertThat(Long.toHexString(ReportChecksum.ofRow(1, 0, 1, 268_435_456, 0, 0)))
                .isEqualTo("4994bd471c35be99");
    }

    @Test
    void shouldChangeWithEveryField() {
        final Set<Long> words = new HashSet<>();
        words.add(ReportChecksum.ofRow(1, 0, 1, 1, 1, 1));
        words.add(ReportChecksum.ofRow(2, 0, 1, 1, 1, 1));
        words.add(ReportChecksum.ofRow(1, 1, 1, 1, 1, 1));
        words.add(ReportChecksum.ofRow(1, 0, 2, 1, 1, 1));
        words.add(ReportChecksum.ofRow(1, 0, 1, 2, 1, 1));
        words.add(ReportChecksum.ofRow(1, 0, 1, 1, 2, 1));
        words.add(ReportChecksum.ofRow(1, 0, 1, 1, 1, 2));

        assertThat(words).hasSize(7);
    }
}
