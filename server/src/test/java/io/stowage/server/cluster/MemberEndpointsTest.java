package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.server.ServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberEndpointsTest {
    @Test
    void shouldDeriveAllEndpointsFromOnePort() {
        final MemberEndpoints endpoints = MemberEndpoints.parse("0=host0:5710,1=host1:6000");

        assertThat(endpoints.clusterMembers())
                .isEqualTo("0,host0:5710,host0:5711,host0:5712,host0:5713,host0:5714"
                        + "|1,host1:6000,host1:6001,host1:6002,host1:6003,host1:6004");
        assertThat(endpoints.ingressEndpoints()).isEqualTo("0=host0:5710,1=host1:6000");
        assertThat(endpoints.size()).isEqualTo(2);
        assertThat(endpoints.member(1).ingress()).isEqualTo("host1:6000");
    }

    @Test
    void shouldTakeMembersInAnyOrderAndWithSpaces() {
        assertThat(MemberEndpoints.parse("2=c:5710, 0=a:5710 ,1=b:5710"))
                .isEqualTo(MemberEndpoints.parse("0=a:5710,1=b:5710,2=c:5710"));
    }

    @Test
    void shouldTakeSeveralMembersOfOneHost() {
        assertThat(MemberEndpoints.parse("0=localhost:5710,1=localhost:5715,2=localhost:5720")
                        .size())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "'0=localhost:5710,1=127.0.0.1:5720,2=[::1]:5730', true",
        "'0=localhost:5710,1=10.0.0.1:5710', false",
        "0=host0:5710, false"
    })
    void shouldTellWhetherEverythingStaysOnThisMachine(final String text, final boolean areLoopback) {
        assertThat(MemberEndpoints.parse(text).areLoopback()).isEqualTo(areLoopback);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host0:5710", "0=host0", "0=:5710", "=host0:5710"})
    void shouldSayHowAMemberIsWritten(final String text) {
        assertThatThrownBy(() -> MemberEndpoints.parse(text))
                .isInstanceOf(ServerException.class)
                .hasMessage("'" + text + "' in the members '" + text
                        + "' is not ID=HOST:PORT; write them like 0=host0:5710,1=host1:5710,2=host2:5710");
    }

    @ParameterizedTest
    @CsvSource({"x=host0:5710, x", "-1=host0:5710, -1", "2147483648=host0:5710, 2147483648"})
    void shouldRefuseWhatIsNoId(final String text, final String id) {
        assertThatThrownBy(() -> MemberEndpoints.parse(text))
                .isInstanceOf(ServerException.class)
                .hasMessage("'" + id + "' in the members '" + text + "' is no id from 0 to 2147483647; write them like"
                        + " 0=host0:5710,1=host1:5710,2=host2:5710");
    }

    @ParameterizedTest
    @CsvSource({"0=host0:http, http", "0=host0:0, 0", "0=host0:65532, 65532"})
    void shouldRefuseWhatIsNoPort(final String text, final String port) {
        assertThatThrownBy(() -> MemberEndpoints.parse(text))
                .isInstanceOf(ServerException.class)
                .hasMessage("'" + port + "' in the members '" + text + "' is no port from 1 to 65531; write them like"
                        + " 0=host0:5710,1=host1:5710,2=host2:5710");
    }

    @Test
    void shouldRefuseAnIdThatIsNamedTwice() {
        assertThatThrownBy(() -> MemberEndpoints.parse("0=a:5710,0=b:5710"))
                .isInstanceOf(ServerException.class)
                .hasMessage("member 0 is named twice in '0=a:5710,0=b:5710'; give each its own id");
    }

    @Test
    void shouldRefuseMembersThatSharePorts() {
        assertThatThrownBy(() -> MemberEndpoints.parse("0=a:5710,1=A:5714"))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "members 0 and 1 share ports of A: each takes 5 from the one that is named on; leave at least"
                                + " that many between them");
    }

    @Test
    void shouldSayWhichMembersThereAre() {
        assertThatThrownBy(() -> MemberEndpoints.parse("0=a:5710,1=b:5710").member(2))
                .isInstanceOf(ServerException.class)
                .hasMessage("there is no member 2 among 0=a:5710,1=b:5710; correct the id, or the members");
    }
}
