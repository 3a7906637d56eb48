package io.stowage.server.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A member list as the hosts of members use it: where the name of each member leads.
 *
 * @param generation of the list; 0: there is none.
 * @param hosts      by member, a name or an address; empty: to where the member's name itself leads.
 */
public record ListedHosts(long generation, SortedMap<Integer, String> hosts) {
    /** Before the first list. */
    public static final ListedHosts NONE = new ListedHosts(0, Map.of());

    /** Keeps what is given. */
    public ListedHosts {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    }

    /**
     * Keeps what is given.
     *
     * @param generation of the list.
     * @param hosts      by member, in any order.
     */
    public ListedHosts(final long generation, final Map<Integer, String> hosts) {
        this(generation, new TreeMap<>(hosts));
    }

    /**
     * Where a member's name leads.
     *
     * @param member id.
     * @return a name or an address; empty: to where the name itself leads, or the list does not know the member.
     */
    public String host(final int member) {
        return hosts.getOrDefault(member, "");
    }
}
