package io.stowage.server.cluster;

import io.aeron.driver.DefaultNameResolver;
import io.aeron.driver.NameResolverAgent;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the names of members lead, for a media driver: to the hosts of the newest member list, and what is not in it to where the
 * system's names lead. The driver asks anew for a name at whose address nobody has answered for a while, so that a member that
 * moved is found; ports are not its to change.
 *
 * <p>Thread-safe: the driver asks, the service tells.
 */
public final class MemberNames implements NameResolverAgent {
    private final MemberEndpoints members;
    private volatile ListedHosts list = ListedHosts.NONE;
    private volatile Map<String, String> hosts = Map.of();

    /**
     * Of the members of one cluster.
     *
     * @param members as configured.
     * @param list    that is known so far.
     */
    public MemberNames(final MemberEndpoints members, final ListedHosts list) {
        this.members = members;
        accept(list);
    }

    /**
     * The newest list.
     *
     * @return the list; {@link ListedHosts#NONE} before the first.
     */
    public ListedHosts list() {
        return list;
    }

    /**
     * Where a member is.
     *
     * @param member id.
     * @return host of the list, or the member's own name.
     */
    public String host(final int member) {
        final String listed = list.host(member);
        return listed.isEmpty() ? members.member(member).host() : listed;
    }

    /** Takes a list over if it is newer: a log that is replayed has older ones. */
    synchronized boolean accept(final ListedHosts newer) {
        if (newer.generation() <= list.generation()) {
            return false;
        }
        final Map<String, String> moved = new HashMap<>();
        for (final MemberEndpoints.Member member : members.members()) {
            if (!newer.host(member.id()).isEmpty()) {
                moved.put(member.host(), newer.host(member.id()));
            }
        }
        hosts = Map.copyOf(moved);
        list = newer;
        return true;
    }

    /** Address of a member; null where its host is not known at the moment. */
    @Nullable
    InetAddress address(final int member) {
        return resolve(members.member(member).host(), "", true);
    }

    @Override
    public @Nullable InetAddress resolve(final String name, final String uriParamName, final boolean isReResolution) {
        return DefaultNameResolver.INSTANCE.resolve(hosts.getOrDefault(name, name), uriParamName, isReResolution);
    }
}
