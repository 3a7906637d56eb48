package io.stowage.engine.cluster;

import io.stowage.engine.Limits;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The member list in force: one row a member, in the order of their ids; no rows before the first list.
 *
 * <pre>
 *  0 generation of the list   8 member   12 zeros   16 host (128): where the member's name leads; zeros: to where it leads itself
 * </pre>
 */
public final class MemberListTable extends RowTable {
    private static final int GENERATION = 0;
    private static final int MEMBER = GENERATION + Long.BYTES;
    private static final int ZEROS = MEMBER + Integer.BYTES;
    private static final int HOST = ZEROS + Integer.BYTES;
    private static final int STRIDE = HOST + HostText.LENGTH;

    /**
     * Takes the memory.
     *
     * @param memory to take it from.
     */
    public MemberListTable(final TableMemory memory) {
        super(memory, "members", STRIDE, Limits.MAX_MEMBERS);
    }

    /**
     * Generation of the list.
     *
     * @return above 0; 0: there is none.
     */
    public long generation() {
        return count() == 0 ? 0 : buffer.getLong(offset(0) + GENERATION);
    }

    /**
     * Id of a member.
     *
     * @param row index.
     * @return id.
     */
    public int member(final int row) {
        return buffer.getInt(offset(row) + MEMBER);
    }

    /**
     * Writes a member's host.
     *
     * @param row    index.
     * @param target to write to.
     * @param offset in the target.
     */
    public void copyHost(final int row, final MutableDirectBuffer target, final int offset) {
        target.putBytes(offset, buffer, offset(row) + HOST, HostText.LENGTH);
    }

    boolean hasHost(final int row, final DirectBuffer host, final int hostOffset) {
        return HostText.equal(buffer, offset(row) + HOST, host, hostOffset);
    }

    /** Forgets the list, to be followed by {@link #add} for each member of the next one. */
    void clear() {
        while (count() > 0) {
            dropLast();
        }
    }

    void add(final long generation, final int member, final DirectBuffer host, final int hostOffset) {
        final int row = offset(take());
        buffer.putLong(row + GENERATION, generation);
        buffer.putInt(row + MEMBER, member);
        buffer.putBytes(row + HOST, host, hostOffset, HostText.LENGTH);
    }
}
