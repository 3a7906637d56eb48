package io.stowage.tools.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.server.cluster.MemberEndpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The configuration file of the distribution is that of the program. */
class DefaultConfigurationTest {
    @Test
    void shouldShipTheFileThatTheProgramWrites() throws IOException {
        assertThat(Files.readString(Path.of("src", "main", "conf", "stowage.conf")))
                .isEqualTo(ConfigurationFile.text(Map.of()));
    }

    @Test
    void shouldShipAnExampleOfAMemberThatTheProgramReads() {
        final Settings member = Settings.load(Path.of("src", "main", "conf", "stowage-member.conf"), Map.of());

        assertThat(MemberEndpoints.parse(member.string(Key.CLUSTER_MEMBERS)).size())
                .isEqualTo(3);
        assertThat(member.string(Key.CLUSTER_NODE)).isEqualTo("beta");
    }
}
