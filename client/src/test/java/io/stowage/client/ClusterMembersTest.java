package io.stowage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.client.ClusterMembers.Member;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterMembersTest {
    @Test
    void shouldReadTheMembersInTheirOrder() {
        final ClusterMembers members =
                ClusterMembers.parse("cluster:2=c.example:5710, 0=10.0.0.1:5711,1=[fd00::1]:5712");
        assertThat(members.members())
                .containsExactly(
                        new Member(2, "c.example", 5710),
                        new Member(0, "10.0.0.1", 5711),
                        new Member(1, "[fd00::1]", 5712));
        assertThat(members.ingressEndpoints()).isEqualTo("2=c.example:5710,0=10.0.0.1:5711,1=[fd00::1]:5712");
    }

    @Test
    void shouldTellAClusterFromAChannel() {
        assertThat(ClusterMembers.isMeantBy(ClusterMembers.EXAMPLE)).isTrue();
        assertThat(ClusterMembers.isMeantBy("aeron:udp?endpoint=cluster:5707")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "cluster:                  | a member is missing",
                "cluster:0=a:1,            | a member is missing",
                "cluster:a:1               | 'a:1' has no id",
                "cluster:x=a:1             | 'x=a:1' has an id that is no number from 0 on",
                "cluster:-1=a:1            | '-1=a:1' has an id that is no number from 0 on",
                "cluster:0=a               | '0=a' has no port",
                "cluster:0=[fd00::1]       | '0=[fd00::1]' has no port",
                "cluster:0=a:x             | '0=a:x' has a port that is no number from 1 to 65535",
                "cluster:0=a:65536         | '0=a:65536' has a port that is no number from 1 to 65535",
                "cluster:0=:1              | '0=:1' has no host",
                "cluster:0=fd00::1:1       | 'fd00::1' is neither a host name nor an address (IPv6 stands in brackets)",
                "cluster:0=a b:1           | 'a b' is neither a host name nor an address (IPv6 stands in brackets)",
                "cluster:0=a:1,0=b:1       | two members have the id 0",
                "cluster:0=a:1,1=a:1       | two members are at a:1",
            })
    void shouldSayWhatIsWrong(final String channel, final String what) {
        assertThatThrownBy(() -> new SessionContext().channel(channel).conclude())
                .isInstanceOf(StowageException.class)
                .hasMessage("'" + channel + "' does not name a cluster: " + what
                        + "; write it like cluster:0=host0:5710,1=host1:5710,2=host2:5710");
    }
}
