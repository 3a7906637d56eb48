package io.stowage.client;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The members of a cluster as a connection string names them: {@code cluster:0=host0:5710,1=host1:5710,2=host2:5710}. Host names
 * are looked up by the media driver, again and again, so that a member may move to another machine.
 *
 * @param members in the order told; at least one.
 */
record ClusterMembers(List<Member> members) {
    /** What a connection string of a cluster begins with. */
    static final String PREFIX = "cluster:";

    /** How a connection string looks, for messages. */
    static final String EXAMPLE = "cluster:0=host0:5710,1=host1:5710,2=host2:5710";

    private static final int PORT_MAX = 65_535;

    /**
     * Where a member takes commands.
     *
     * @param id   number of the member in the cluster.
     * @param host name or address; IPv6 in brackets.
     * @param port UDP.
     */
    record Member(int id, String host, int port) {
        String endpoint() {
            return host + ':' + port;
        }
    }

    /** Whether a channel means a cluster. */
    static boolean isMeantBy(final String channel) {
        return channel.startsWith(PREFIX);
    }

    /**
     * Reads a connection string.
     *
     * @throws StowageException naming what is wrong with it.
     */
    static ClusterMembers parse(final String channel) {
        final List<Member> members = new ArrayList<>();
        for (final String text : channel.substring(PREFIX.length()).split(",", -1)) {
            final Member member = member(channel, text.strip());
            for (final Member other : members) {
                if (other.id == member.id) {
                    throw malformed(channel, "two members have the id " + member.id);
                }
                if (other.endpoint().equals(member.endpoint())) {
                    throw malformed(channel, "two members are at " + member.endpoint());
                }
            }
            members.add(member);
        }
        return new ClusterMembers(List.copyOf(members));
    }

    /** The members as Aeron Cluster wants them told. */
    String ingressEndpoints() {
        return members.stream()
                .map(member -> member.id + "=" + member.endpoint())
                .collect(Collectors.joining(","));
    }

    /** One of them alone, as Aeron Cluster wants it told; counted from 0, beyond the last from the first again. */
    String ingressEndpoint(final int index) {
        final Member member = members.get(index % members.size());
        return member.id + "=" + member.endpoint();
    }

    private static Member member(final String channel, final String text) {
        final int equals = text.indexOf('=');
        if (equals < 0) {
            throw malformed(channel, text.isEmpty() ? "a member is missing" : "'" + text + "' has no id");
        }
        final int id = number(text.substring(0, equals), 0, Integer.MAX_VALUE);
        if (id < 0) {
            throw malformed(channel, "'" + text + "' has an id that is no number from 0 on");
        }
        final int colon = text.lastIndexOf(':');
        if (colon < equals || text.indexOf(']') > colon) {
            throw malformed(channel, "'" + text + "' has no port");
        }
        final int port = number(text.substring(colon + 1), 1, PORT_MAX);
        if (port < 0) {
            throw malformed(channel, "'" + text + "' has a port that is no number from 1 to " + PORT_MAX);
        }
        final String host = text.substring(equals + 1, colon);
        if (host.isEmpty()) {
            throw malformed(channel, "'" + text + "' has no host");
        }
        final boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        if (!isBracketed && !host.chars().allMatch(ClusterMembers::isOfAName)) {
            throw malformed(channel, "'" + host + "' is neither a host name nor an address (IPv6 stands in brackets)");
        }
        return new Member(id, host, port);
    }

    private static boolean isOfAName(final int character) {
        return Character.isLetterOrDigit(character) || character == '.' || character == '-' || character == '_';
    }

    /** The number, or -1 if it is none between the bounds. */
    private static int number(final String text, final int lowest, final int highest) {
        try {
            final int value = Integer.parseInt(text);
            return value >= lowest && value <= highest ? value : -1;
        } catch (final NumberFormatException notANumber) {
            return -1;
        }
    }

    private static StowageException malformed(final String channel, final String what) {
        return new StowageException(
                "'" + channel + "' does not name a cluster: " + what + "; write it like " + EXAMPLE);
    }
}
