package io.stowage.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.MemberControlDecoder;
import io.stowage.codecs.MemberStateHashDecoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetMemberListDecoder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuthorisationTest {
    private static final List<Integer> QUERIES =
            IntStream.rangeClosed(150, 164).boxed().toList();
    private static final List<Integer> COMMANDS = IntStream.concat(
                    IntStream.concat(IntStream.rangeClosed(20, 32), IntStream.rangeClosed(50, 62)),
                    IntStream.rangeClosed(80, 86))
            .boxed()
            .toList();

    @Test
    void shouldLetExtentManagersSendTheirOwn() {
        assertThat(commandsOf(Role.EXTENT_MANAGER, true))
                .containsExactly(50, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62);
    }

    @Test
    void shouldLetChunksSendTheirOwn() {
        assertThat(commandsOf(Role.CHUNK, true)).containsExactly(20, 24, 32);
    }

    @Test
    void shouldLetTheServiceManagerSendItsOwn() {
        assertThat(commandsOf(Role.SERVICE_MANAGER, true)).containsExactly(84, 85);
    }

    @Test
    void shouldLetTheOperatorSendEverythingWhereItMayActForOthers() {
        assertThat(commandsOf(Role.OPERATOR, true)).isEqualTo(COMMANDS);
    }

    @Test
    void shouldKeepTheOperatorFromOthersCommandsWhereItMayNot() {
        assertThat(commandsOf(Role.OPERATOR, false))
                .containsExactly(20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 51, 80, 81, 82, 83, 84, 85, 86);
    }

    @Test
    void shouldLetEverybodyAsk() {
        final Authorisation authorisation = new Authorisation(false);
        for (final Role role : List.of(Role.EXTENT_MANAGER, Role.CHUNK, Role.SERVICE_MANAGER, Role.OPERATOR)) {
            assertThat(QUERIES).allMatch(templateId -> authorisation.maySend(role, templateId));
        }
    }

    @Test
    void shouldKnowNothingButCommandsAndQueries() {
        final Authorisation authorisation = new Authorisation(true);
        for (int templateId = -1; templateId <= 70_000; templateId++) {
            assertThat(authorisation.isKnown(templateId))
                    .as("template %s", templateId)
                    .isEqualTo(COMMANDS.contains(templateId) || QUERIES.contains(templateId));
        }
    }

    @Test
    void shouldKnowWhatIsForMembersInAClusterOnly() {
        final Authorisation ofMember = Authorisation.ofMember(true);

        assertThat(ofMember.maySend(Role.OPERATOR, MemberControlDecoder.TEMPLATE_ID))
                .isTrue();
        assertThat(ofMember.maySend(Role.SERVICE_MANAGER, MemberControlDecoder.TEMPLATE_ID))
                .isFalse();
        assertThat(ofMember.maySend(Role.MEMBER, MemberStateHashDecoder.TEMPLATE_ID))
                .isTrue();
        assertThat(ofMember.maySend(Role.OPERATOR, MemberStateHashDecoder.TEMPLATE_ID))
                .isFalse();
        assertThat(commandsOf(Role.MEMBER, true)).isEmpty();
        assertThat(COMMANDS).allMatch(templateId -> ofMember.maySend(Role.OPERATOR, templateId));
    }

    @Test
    void shouldKnowThatAServerWhichStandsAloneHasNoMembers() {
        assertThat(new Authorisation(true).lacksMembers(SetMemberListDecoder.TEMPLATE_ID))
                .isTrue();
        assertThat(Authorisation.ofMember(true).lacksMembers(SetMemberListDecoder.TEMPLATE_ID))
                .isFalse();
        assertThat(COMMANDS.stream().filter(new Authorisation(true)::lacksMembers))
                .containsExactly(SetMemberListDecoder.TEMPLATE_ID);
    }

    @Test
    void shouldLetOnlyTheOperatorSpeakAsAnother() {
        for (final boolean operatorMay : new boolean[] {true, false}) {
            final Authorisation authorisation = new Authorisation(operatorMay);
            for (final Role session : Role.values()) {
                for (final Role named : Role.values()) {
                    final boolean another = operatorMay
                            && session == Role.OPERATOR
                            && (named == Role.EXTENT_MANAGER || named == Role.CHUNK);
                    assertThat(authorisation.maySpeakAs(session, named))
                            .as("%s as %s", session, named)
                            .isEqualTo(session == named || another);
                }
            }
        }
    }

    private static List<Integer> commandsOf(final Role role, final boolean operatorMayActForOthers) {
        final Authorisation authorisation = new Authorisation(operatorMayActForOthers);
        return IntStream.rangeClosed(0, 149)
                .filter(templateId -> authorisation.maySend(role, templateId))
                .boxed()
                .toList();
    }
}
