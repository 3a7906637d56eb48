package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetMemberListEncoder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A member list must be of the cluster that is configured; all else is the engine's to judge. */
class MemberListRulesTest {
    private static final String NAMED = "0=alpha:5710,1=beta:5710,2=gamma:5710";

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);

    @Test
    void shouldPassOnAListOfAllMembers() {
        assertThat(judge(NAMED, 0, "", 1, "", 2, "10.0.0.9")).isEqualTo(Reason.NONE);
    }

    @Test
    void shouldRefuseTooFewMembersAndTooMany() {
        final MemberListRules rules = new MemberListRules(MemberEndpoints.parse(NAMED));

        assertThat(rules.judge(buffer, 0, list(0, "", 1, ""))).isEqualTo(Reason.MEMBER_COUNT);
        assertThat(rules.expected()).isEqualTo(3);
        assertThat(rules.found()).isEqualTo(2);
        assertThat(rules.judge(buffer, 0, list(0, "", 1, "", 2, "", 3, ""))).isEqualTo(Reason.MEMBER_COUNT);
        assertThat(rules.judge(buffer, 0, list())).isEqualTo(Reason.MEMBER_COUNT);
    }

    @Test
    void shouldRefuseAMemberThatIsNone() {
        final MemberListRules rules = new MemberListRules(MemberEndpoints.parse(NAMED));

        assertThat(rules.judge(buffer, 0, list(0, "", 1, "", 7, ""))).isEqualTo(Reason.UNKNOWN_MEMBER);
        assertThat(rules.found()).isEqualTo(7);
    }

    @Test
    void shouldRefuseToMoveWhatHasNoNameOfItsOwn() {
        final String shared = "0=alpha:5710,1=Alpha:5720,2=gamma:5710";
        assertThat(judge(shared, 0, "10.0.0.9", 1, "", 2, "")).isEqualTo(Reason.NAME_NOT_MOVABLE);
        assertThat(judge(shared, 0, "", 1, "", 2, "10.0.0.9")).isEqualTo(Reason.NONE);
        assertThat(judge("0=alpha:5710,1=10.0.0.3:5710,2=gamma:5710", 0, "", 1, "10.0.0.9", 2, ""))
                .isEqualTo(Reason.NAME_NOT_MOVABLE);
        assertThat(judge("0=alpha:5710,1=localhost:5710,2=gamma:5710", 0, "", 1, "10.0.0.9", 2, ""))
                .isEqualTo(Reason.NAME_NOT_MOVABLE);
    }

    @Test
    void shouldLeaveAFrameThatLiesToTheEngine() {
        final int length = list(0, "", 1, "", 2, "");
        final MemberListRules rules = new MemberListRules(MemberEndpoints.parse(NAMED));

        for (int cut = MessageHeaderEncoder.ENCODED_LENGTH + SetMemberListEncoder.BLOCK_LENGTH; cut < length; cut++) {
            assertThat(rules.judge(buffer, 0, cut)).as("%d bytes", cut).isEqualTo(Reason.NONE);
        }
    }

    private Reason judge(final String members, final Object... entries) {
        return new MemberListRules(MemberEndpoints.parse(members)).judge(buffer, 0, list(entries));
    }

    /** Members and their hosts, one after the other. Returns the length of the frame. */
    private int list(final Object... entries) {
        final SetMemberListEncoder encoder =
                new SetMemberListEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.header().role(Role.SERVICE_MANAGER);
        final SetMemberListEncoder.MembersEncoder members =
                encoder.generation(1).membersCount(entries.length / 2);
        final var each = Arrays.asList(entries).iterator();
        while (each.hasNext()) {
            members.next().member((int) each.next()).host((String) each.next());
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }
}
