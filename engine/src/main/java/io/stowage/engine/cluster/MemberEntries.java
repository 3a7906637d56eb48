package io.stowage.engine.cluster;

import io.stowage.codecs.Reason;
import io.stowage.codecs.SetMemberListDecoder;
import io.stowage.engine.Limits;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The entries of a member list that was sent, in the order of the members' ids, whatever theirs was. Filled anew for each list. */
final class MemberEntries {
    private final int[] members = new int[Limits.MAX_MEMBERS];
    private final byte[] bytes = new byte[Limits.MAX_MEMBERS * HostText.LENGTH];
    private final UnsafeBuffer hosts = new UnsafeBuffer(bytes);
    private final byte[] host = new byte[HostText.LENGTH];
    private final UnsafeBuffer hostBuffer = new UnsafeBuffer(host);
    private int count;
    private long found;

    /** Takes the entries, which must not be more than fit. {@link Reason#NONE}, or what is wrong, and {@link #found()} where. */
    Reason fill(final SetMemberListDecoder.MembersDecoder entries) {
        count = 0;
        while (entries.hasNext()) {
            entries.next();
            final int member = entries.member();
            found = member;
            entries.getHost(host, 0);
            if (member < 0) {
                return Reason.UNKNOWN_MEMBER;
            }
            if (!HostText.isEmpty(hostBuffer, 0) && !HostText.isWellFormed(hostBuffer, 0)) {
                return Reason.BAD_HOST;
            }
            if (HostText.isEmpty(hostBuffer, 0)) {
                hostBuffer.setMemory(0, HostText.LENGTH, (byte) 0);
            }
            if (!insert(member)) {
                return Reason.DUPLICATE_MEMBER;
            }
        }
        return Reason.NONE;
    }

    /** Member that is wrong. */
    long found() {
        return found;
    }

    int count() {
        return count;
    }

    int member(final int index) {
        return members[index];
    }

    DirectBuffer hosts() {
        return hosts;
    }

    int hostOffset(final int index) {
        return index * HostText.LENGTH;
    }

    private boolean insert(final int member) {
        int place = count;
        while (place > 0 && members[place - 1] > member) {
            place--;
        }
        if (place > 0 && members[place - 1] == member) {
            return false;
        }
        System.arraycopy(members, place, members, place + 1, count - place);
        System.arraycopy(bytes, hostOffset(place), bytes, hostOffset(place + 1), hostOffset(count - place));
        members[place] = member;
        hosts.putBytes(hostOffset(place), host);
        count++;
        return true;
    }
}
