package io.stowage.client.blocking;

import java.util.List;

/**
 * Where the members of a cluster shall run.
 *
 * @param generation of the list; 0: none was set, and each member is where its name leads.
 * @param rows       one a member, in the order of their ids.
 */
public record MemberList(long generation, List<MemberRow> rows) {
    /** Keeps what is given. */
    public MemberList {
        rows = List.copyOf(rows);
    }
}
