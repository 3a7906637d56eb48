package io.stowage.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReserveRigTest {
    @Test
    void shouldGiveBackWhatItReservedAndLeaveTheSumsRight() {
        try (ReserveRig rig = new ReserveRig(100, 64)) {
            for (int round = 0; round < 100; round++) {
                rig.reserve(1);
                rig.reserve(20);
                assertThat(rig.outstanding()).isEqualTo(21);
                rig.free(20);
                rig.free(1);
            }

            assertThat(rig.outstanding()).isZero();
            rig.verify();
        }
    }

    @Test
    void shouldNotGiveBackWhatItDoesNotHave() {
        try (ReserveRig rig = new ReserveRig(100, 64)) {
            rig.reserve(1);

            assertThatThrownBy(() -> rig.free(2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("nothing is granted that could be given back");
        }
    }
}
