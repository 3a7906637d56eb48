package io.stowage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.MemberListQueryEncoder;
import io.stowage.codecs.MemberListReplyDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetMemberListEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the members shall run: what a list must be like, and that only a newer one takes the place of another. */
class MemberListTest {
    private static final Entry ZERO = new Entry(0, "");
    private static final Entry ONE = new Entry(1, "");
    private static final Entry TWO = new Entry(2, "");
    private static final Entry TWO_MOVED = new Entry(2, "10.0.0.9");

    private final EngineFixture fixture = new EngineFixture();

    private record Entry(int member, String host) {}

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldKnowNoListBeforeOneIsSet() {
        assertThat(list()).isEmpty();
        assertThat(generation()).isZero();
    }

    @Test
    void shouldKeepAListInTheOrderOfTheMembers() {
        assertThat(set(4, TWO_MOVED, ZERO, ONE)).isEqualTo(ResultCode.OK);

        assertThat(list()).containsExactly(ZERO, ONE, TWO_MOVED);
        assertThat(generation()).isEqualTo(4);
    }

    @Test
    void shouldTakeTheSameListAgainAndChangeNothing() {
        set(4, ZERO, ONE, TWO_MOVED);
        final long hash = fixture.engine.stateHash();

        assertThat(set(4, TWO_MOVED, ONE, ZERO)).isEqualTo(ResultCode.OK);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldNeverLetAnOlderListTakeThePlaceOfANewerOne() {
        set(4, ZERO, ONE, TWO_MOVED);

        refuse(ResultCode.CONFLICT, Reason.LIST_TOO_OLD, 4, 3, set(3, ZERO, ONE, TWO));
        assertThat(list()).containsExactly(ZERO, ONE, TWO_MOVED);
    }

    @Test
    void shouldRefuseAnotherListOfTheSameGeneration() {
        set(4, ZERO, ONE, TWO_MOVED);

        refuse(ResultCode.CONFLICT, Reason.LIST_TOO_OLD, 4, 4, set(4, ZERO, ONE, TWO));
        assertThat(list()).containsExactly(ZERO, ONE, TWO_MOVED);
    }

    @Test
    void shouldMoveFewerThanHalfOfTheMembersAtATime() {
        final Entry oneMoved = new Entry(1, "10.0.0.8");
        refuse(ResultCode.CONFLICT, Reason.TOO_MANY_MOVES, 1, 2, set(1, ZERO, oneMoved, TWO_MOVED));

        assertThat(set(1, ZERO, ONE, TWO_MOVED)).isEqualTo(ResultCode.OK);
        assertThat(set(2, ZERO, oneMoved, TWO_MOVED)).isEqualTo(ResultCode.OK);
        refuse(ResultCode.CONFLICT, Reason.TOO_MANY_MOVES, 1, 2, set(3, ZERO, ONE, TWO));
        assertThat(set(3, ZERO, oneMoved, TWO)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldNotMoveTheOnlyMember() {
        refuse(ResultCode.CONFLICT, Reason.TOO_MANY_MOVES, 0, 1, set(1, new Entry(0, "elsewhere")));
    }

    @Test
    void shouldKeepTheMembersThatItKnows() {
        set(1, ZERO, ONE, TWO);

        refuse(ResultCode.CONFLICT, Reason.MEMBER_COUNT, 3, 2, set(2, ZERO, ONE));
        refuse(ResultCode.CONFLICT, Reason.UNKNOWN_MEMBER, 0, 7, set(2, ZERO, ONE, new Entry(7, "")));
    }

    @Test
    void shouldRefuseListsThatAreNone() {
        refuse(ResultCode.MALFORMED, Reason.EMPTY, 0, 0, set(1));
        refuse(ResultCode.MALFORMED, Reason.BAD_VALUE, 1, 0, set(0, ZERO, ONE, TWO));
        refuse(ResultCode.MALFORMED, Reason.BAD_VALUE, 1, -3, set(-3, ZERO, ONE, TWO));
        refuse(ResultCode.MALFORMED, Reason.DUPLICATE_MEMBER, 0, 1, set(1, ZERO, ONE, new Entry(1, "elsewhere")));
        refuse(ResultCode.MALFORMED, Reason.UNKNOWN_MEMBER, 0, -1, set(1, ZERO, ONE, new Entry(-1, "")));
        refuse(
                ResultCode.MALFORMED,
                Reason.TOO_MANY_ITEMS,
                Limits.MAX_MEMBERS,
                Limits.MAX_MEMBERS + 1,
                set(1, Collections.nCopies(Limits.MAX_MEMBERS + 1, ZERO).toArray(Entry[]::new)));
        assertThat(generation()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gamma",
                "gamma-2.rack_1.example",
                "10.0.0.9",
                "255.0.0.1",
                "fe80::1",
                "::ffff:10.0.0.9",
                "9lives"
            })
    void shouldTakeNamesAndAddresses(final String host) {
        assertThat(set(1, ZERO, ONE, new Entry(2, host))).isEqualTo(ResultCode.OK);
        assertThat(list()).contains(new Entry(2, host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gamma:5710",
                "10.0.0.9:5710",
                "10.0.0.9:0",
                "[fe80::1]",
                "[fe80::1]:5710",
                "beef:5710",
                "-gamma",
                ".gamma",
                "two words",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.9.1",
                "10..0.9",
                "1234.0.0.1",
                "0.0.0.0",
                "::",
                "0:0::0",
                "g\u00e4mma",
                "fe80::g",
                "a/b",
                "a,b",
                "\n"
            })
    void shouldRefuseHostsThatAreNone(final String host) {
        refuse(ResultCode.MALFORMED, Reason.BAD_HOST, 0, 2, set(1, ZERO, ONE, new Entry(2, host)));
    }

    @Test
    void shouldFindTheListInASnapshotAndInAReplay() {
        set(1, ZERO, ONE, TWO);
        set(5, ZERO, ONE, TWO_MOVED);
        final ExpandableArrayBuffer snapshot = new ExpandableArrayBuffer();
        final int[] length = {0};
        fixture.engine.snapshot((buffer, offset, count) -> {
            snapshot.putBytes(length[0], buffer, offset, count);
            length[0] += count;
        });

        try (Engine loaded = new Engine(Limits.small());
                Engine replayed = new Engine(Limits.small())) {
            loaded.load(snapshot, 0, length[0]);
            LoggedEngine.replay(fixture.log, replayed);
            assertThat(loaded.stateHash()).isEqualTo(fixture.engine.stateHash());
            assertThat(replayed.stateHash()).isEqualTo(fixture.engine.stateHash());
            set(6, ZERO, ONE, TWO);
            assertThat(loaded.stateHash()).isNotEqualTo(fixture.engine.stateHash());
            LoggedEngine.replay(fixture.log, loaded);
            assertThat(loaded.stateHash()).isEqualTo(fixture.engine.stateHash());
        }
    }

    private void refuse(
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found,
            final ResultCode told) {
        assertThat(told).isEqualTo(result);
        assertThat(fixture.reason()).isEqualTo(reason);
        assertThat(fixture.commandReply().expected()).isEqualTo(expected);
        assertThat(fixture.commandReply().found()).isEqualTo(found);
    }

    private ResultCode set(final long generation, final Entry... entries) {
        return fixture.send(buffer -> {
            final SetMemberListEncoder encoder =
                    new SetMemberListEncoder().wrapAndApplyHeader(buffer, 0, fixture.headerEncoder);
            fixture.header(encoder.header(), Role.SERVICE_MANAGER, 0, 0);
            final SetMemberListEncoder.MembersEncoder group =
                    encoder.generation(generation).membersCount(entries.length);
            for (final Entry entry : entries) {
                group.next().member(entry.member).host(entry.host);
            }
            return encoder.encodedLength();
        });
    }

    private long generation() {
        return reply().generation();
    }

    private List<Entry> list() {
        final List<Entry> entries = new ArrayList<>();
        reply().rows().forEach(row -> entries.add(new Entry(row.member(), row.host())));
        return entries;
    }

    private MemberListReplyDecoder reply() {
        fixture.query(buffer -> {
            final MemberListQueryEncoder encoder =
                    new MemberListQueryEncoder().wrapAndApplyHeader(buffer, 0, fixture.headerEncoder);
            fixture.header(encoder.header(), Role.OPERATOR, 0, 0);
            return encoder.encodedLength();
        });
        return new MemberListReplyDecoder().wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder);
    }
}
