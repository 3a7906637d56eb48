package io.stowage.server.cluster;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.SetMemberListDecoder;
import io.stowage.engine.command.CommandShape;
import io.stowage.server.session.ResponseChannel;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;

/**
 * Whether a member list is of the cluster as it is configured, which no engine knows: all members and no other, and none moved whose name
 * cannot lead elsewhere. All members are configured alike, so they judge alike; everything else about a list is the engine's to judge.
 */
final class MemberListRules {
    private final MemberEndpoints members;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SetMemberListDecoder list = new SetMemberListDecoder();
    private long expected;
    private long found;

    MemberListRules(final MemberEndpoints members) {
        this.members = members;
    }

    /** What is wrong with a list; {@link Reason#NONE} where the engine is to look at it, also where it is no list at all. */
    Reason judge(final DirectBuffer buffer, final int offset, final int length) {
        expected = 0;
        if (CommandShape.check(buffer, offset, length) != Reason.NONE) {
            return Reason.NONE;
        }
        final SetMemberListDecoder.MembersDecoder entries =
                list.wrapAndApplyHeader(buffer, offset, header).members();
        if (entries.count() != members.size()) {
            expected = members.size();
            found = entries.count();
            return Reason.MEMBER_COUNT;
        }
        for (final SetMemberListDecoder.MembersDecoder entry : entries) {
            found = entry.member();
            if (members.indexOf(entry.member()) < 0) {
                return Reason.UNKNOWN_MEMBER;
            }
            if (entry.host(0) != 0 && !isMovable(members.member(entry.member()))) {
                return Reason.NAME_NOT_MOVABLE;
            }
        }
        return Reason.NONE;
    }

    /** Figure of the reason. */
    long expected() {
        return expected;
    }

    /** Figure of the reason. */
    long found() {
        return found;
    }

    /** What of the configuration decides: who is a member, and whose name may lead elsewhere. The same on all members. */
    static String signature(final MemberEndpoints members) {
        return members.members().stream()
                .map(member -> member.id() + (isMovable(members, member) ? "+" : "-"))
                .collect(Collectors.joining(","));
    }

    private boolean isMovable(final MemberEndpoints.Member member) {
        return isMovable(members, member);
    }

    private static boolean isMovable(final MemberEndpoints members, final MemberEndpoints.Member member) {
        return !ResponseChannel.isAddress(member.host())
                && members.members().stream()
                        .noneMatch(other ->
                                other.id() != member.id() && other.host().equalsIgnoreCase(member.host()));
    }
}
