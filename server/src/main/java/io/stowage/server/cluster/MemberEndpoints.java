package io.stowage.server.cluster;

import io.stowage.server.ServerException;
import io.stowage.server.session.ResponseChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the members of a cluster are found: {@code 0=host0:5710,1=host1:5710,2=host2:5710}, the same text on every member and for
 * every client. A member takes {@link #PORTS} ports from the one that is named on.
 *
 * @param members in the order of their ids.
 */
public record MemberEndpoints(List<Member> members) {
    /** UDP ports of a member: ingress, consensus, log, catch-up and archive, in this order. */
    public static final int PORTS = 5;

    /** First port of a member unless configured otherwise. */
    public static final int DEFAULT_PORT = 5_710;

    private static final int CONSENSUS = 1;
    private static final int LOG = 2;
    private static final int CATCH_UP = 3;
    private static final int ARCHIVE = 4;
    private static final int MAX_PORT = 65_535;
    private static final String EXAMPLE = "write them like 0=host0:5710,1=host1:5710,2=host2:5710";

    /**
     * One member.
     *
     * @param id   of it, 0 or more.
     * @param host name or address; a name is resolved again when the member moves.
     * @param port first of its ports: that of the ingress.
     */
    public record Member(int id, String host, int port) {
        /**
         * Where clients reach it.
         *
         * @return host:port.
         */
        public String ingress() {
            return endpoint(0);
        }

        /**
         * Where the other members, and backups, reach its consensus module.
         *
         * @return host:port.
         */
        public String consensus() {
            return endpoint(CONSENSUS);
        }

        /**
         * Where the other members, and backups, reach its archive.
         *
         * @return host:port.
         */
        public String archive() {
            return endpoint(ARCHIVE);
        }

        private String endpoint(final int offset) {
            return host + ':' + (port + offset);
        }

        /** In the order that Aeron Cluster wants. */
        private String forAeron() {
            return id + "," + ingress() + ',' + consensus() + ',' + endpoint(LOG) + ',' + endpoint(CATCH_UP) + ','
                    + archive();
        }

        private boolean overlaps(final Member other) {
            return host.equalsIgnoreCase(other.host) && Math.abs(port - other.port) < PORTS;
        }
    }

    /** Keeps what is given. */
    public MemberEndpoints {
        members = List.copyOf(members);
    }

    /**
     * Reads the members.
     *
     * @param text as configured.
     * @return the members.
     * @throws ServerException if it cannot be read, or two members share an id or a port, naming them.
     */
    public static MemberEndpoints parse(final String text) {
        final List<Member> members = new ArrayList<>();
        for (final String part : text.split(",", -1)) {
            final Member member = member(part.trim(), text);
            for (final Member other : members) {
                if (other.id == member.id) {
                    throw new ServerException(
                            "member " + member.id + " is named twice in '" + text + "'; give each its own id");
                }
                if (other.overlaps(member)) {
                    throw new ServerException("members " + other.id + " and " + member.id + " share ports of "
                            + member.host + ": each takes " + PORTS
                            + " from the one that is named on; leave at least that many between them");
                }
            }
            members.add(member);
        }
        members.sort(Comparator.comparingInt(Member::id));
        return new MemberEndpoints(members);
    }

    private static Member member(final String part, final String text) {
        final int equals = part.indexOf('=');
        final int colon = part.lastIndexOf(':');
        if (equals <= 0 || colon <= equals + 1) {
            throw new ServerException("'" + part + "' in the members '" + text + "' is not ID=HOST:PORT; " + EXAMPLE);
        }
        final int id = number(part.substring(0, equals), 0, Integer.MAX_VALUE, "id", text);
        final int port = number(part.substring(colon + 1), 1, MAX_PORT - PORTS + 1, "port", text);
        return new Member(id, part.substring(equals + 1, colon), port);
    }

    private static int number(
            final String digits, final int least, final int most, final String what, final String text) {
        try {
            final int value = Integer.parseInt(digits);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (final NumberFormatException notANumber) {
            // Told below, like a number that is out of range.
        }
        throw new ServerException("'" + digits + "' in the members '" + text + "' is no " + what + " from " + least
                + " to " + most + "; " + EXAMPLE);
    }

    /**
     * One of them.
     *
     * @param id of the member.
     * @return the member.
     * @throws ServerException if there is none of that id.
     */
    public Member member(final int id) {
        for (final Member member : members) {
            if (member.id == id) {
                return member;
            }
        }
        throw new ServerException("there is no member " + id + " among " + this + "; correct the id, or the members");
    }

    /**
     * Where a member stands among them.
     *
     * @param id of the member.
     * @return from 0, in the order of their ids; -1 if there is none of that id.
     */
    int indexOf(final int id) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).id == id) {
                return i;
            }
        }
        return -1;
    }

    /**
     * How many there are.
     *
     * @return their count.
     */
    public int size() {
        return members.size();
    }

    /**
     * The others, as one of them sees them.
     *
     * @param id of that one.
     * @return all but that one.
     */
    MemberEndpoints without(final int id) {
        return new MemberEndpoints(
                members.stream().filter(member -> member.id != id).toList());
    }

    /**
     * All endpoints of all members, as Aeron's consensus module wants them.
     *
     * @return id,ingress,consensus,log,catch-up,archive of each, with bars between them.
     */
    public String clusterMembers() {
        return members.stream().map(Member::forAeron).collect(Collectors.joining("|"));
    }

    /**
     * Where clients reach the members, as Aeron's cluster client wants it.
     *
     * @return id=host:port of each, with commas between them.
     */
    public String ingressEndpoints() {
        return members.stream()
                .map(member -> member.id + "=" + member.ingress())
                .collect(Collectors.joining(","));
    }

    /**
     * Whether nothing between the members leaves this machine.
     *
     * @return true if all hosts are loopback addresses, or localhost.
     */
    public boolean areLoopback() {
        return members.stream().allMatch(member -> ResponseChannel.isLoopback(member.host));
    }

    @Override
    public String toString() {
        return ingressEndpoints();
    }
}
