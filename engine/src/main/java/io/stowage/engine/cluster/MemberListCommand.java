package io.stowage.engine.cluster;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SetMemberListDecoder;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;

/**
 * Where the members of the cluster shall run. The engine keeps what was agreed on, and moves nobody: that is their hosts' part. It knows
 * the members from the first list on; that this one names those that are configured, the hosts look to.
 *
 * <p>Generations only grow, so that a list that comes late, or twice, undoes nothing. One list moves fewer than half of the members: those
 * that move stop, and the others must be able to go on without them.
 */
public final class MemberListCommand {
    private final MemberListTable members;
    private final Replies replies;
    private final MemberEntries entries = new MemberEntries();
    private final SetMemberListDecoder setMemberList = new SetMemberListDecoder();

    /**
     * Creates the handler.
     *
     * @param members the list in force.
     * @param replies to answer with.
     */
    public MemberListCommand(final MemberListTable members, final Replies replies) {
        this.members = members;
        this.replies = replies;
    }

    /**
     * Puts a newer list in force.
     *
     * @param command to apply.
     */
    public void setMemberList(final CommandContext command) {
        setMemberList.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final long generation = setMemberList.generation();
        final SetMemberListDecoder.MembersDecoder sent = setMemberList.members();
        if (sent.count() == 0) {
            replies.send(command, ResultCode.MALFORMED, Reason.EMPTY, 0, 0);
        } else if (sent.count() > members.capacity()) {
            replies.send(command, ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, members.capacity(), sent.count());
        } else if (generation <= 0) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, 1, generation);
        } else {
            final Reason fault = entries.fill(sent);
            if (fault == Reason.NONE) {
                judge(command, generation);
            } else {
                replies.send(command, ResultCode.MALFORMED, fault, 0, entries.found());
            }
        }
    }

    private void judge(final CommandContext command, final long generation) {
        final long known = members.generation();
        final int moves = moves();
        final int limit = (entries.count() - 1) / 2;
        if (generation < known) {
            replies.send(command, ResultCode.CONFLICT, Reason.LIST_TOO_OLD, known, generation);
        } else if (known > 0 && entries.count() != members.count()) {
            replies.send(command, ResultCode.CONFLICT, Reason.MEMBER_COUNT, members.count(), entries.count());
        } else if (known > 0 && stranger() >= 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.UNKNOWN_MEMBER, 0, stranger());
        } else if (generation == known && moves > 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.LIST_TOO_OLD, known, generation);
        } else if (moves > limit) {
            replies.send(command, ResultCode.CONFLICT, Reason.TOO_MANY_MOVES, limit, moves);
        } else {
            replace(generation);
            replies.send(command, ResultCode.OK);
        }
    }

    /** A member that is not in the list in force; -1: all are. */
    private int stranger() {
        for (int i = 0; i < entries.count(); i++) {
            if (entries.member(i) != members.member(i)) {
                return entries.member(i);
            }
        }
        return -1;
    }

    /** Members whose host is another one than before; before the first list, each was where its name leads. */
    private int moves() {
        int moves = 0;
        for (int i = 0; i < entries.count(); i++) {
            final boolean stays = i < members.count()
                    ? members.hasHost(i, entries.hosts(), entries.hostOffset(i))
                    : HostText.isEmpty(entries.hosts(), entries.hostOffset(i));
            moves += stays ? 0 : 1;
        }
        return moves;
    }

    private void replace(final long generation) {
        members.clear();
        for (int i = 0; i < entries.count(); i++) {
            members.add(generation, entries.member(i), entries.hosts(), entries.hostOffset(i));
        }
    }
}
