package io.stowage.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForkArgumentsTest {
    @Test
    void shouldTakeWhatAgronaNeedsAndLeaveWhatBelongsToTheRunningJvm() {
        assertThat(ForkArguments.from(List.of(
                        "-javaagent:jacoco.jar=destfile=x",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx4g",
                        "-Dagrona.disable.bounds.checks=true")))
                .containsExactly(
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dagrona.disable.bounds.checks=true",
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+UseSerialGC");
    }
}
