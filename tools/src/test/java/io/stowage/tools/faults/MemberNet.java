package io.stowage.tools.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network of its own for the members of a cluster: each in a network namespace, all on one bridge, to which this process belongs too, so
 * that members can be cut off from each other and from their clients. Packets that are cut off vanish; nobody is told.
 */
final class MemberNet implements AutoCloseable {
    /** An address that nobody has: the bridge floods such packets, and nobody takes them. */
    private static final String NOBODY = "02:00:00:00:57:fe";

    private static final int NETS = 250;
    private static final int BRIDGE_HOST = 254;

    private final int members;
    private final String name;
    private final String net;

    private MemberNet(final int members) {
        this.members = members;
        final long pid = ProcessHandle.current().pid();
        name = "sw" + pid;
        net = "10.57." + pid % NETS + '.';
    }

    /** Makes one; an IOException where this user or this machine cannot. */
    static MemberNet create(final int members) throws IOException {
        final MemberNet made = new MemberNet(members);
        try {
            made.build();
        } catch (final UncheckedIOException cannot) {
            made.close();
            throw new IOException(cannot.getMessage(), cannot);
        }
        return made;
    }

    /** Where a member is. */
    String host(final int member) {
        return net + (member + 1);
    }

    /** What a command has to begin with to run where a member is. */
    List<String> prefix(final int member) {
        return List.of("ip", "netns", "exec", namespace(member));
    }

    /** Cuts a member off from the other members, in both directions. */
    void partition(final int member) {
        for (int other = 0; other < members; other++) {
            if (other != member) {
                misdirect(member, other);
                misdirect(other, member);
            }
        }
    }

    /** Cuts a member off from everybody. */
    void isolate(final int member) {
        ip("link set " + port(member) + " down");
    }

    /** Puts an end to both. */
    void heal(final int member) {
        ip("link set " + port(member) + " up");
        for (int other = 0; other < members; other++) {
            if (other != member) {
                direct(member, other);
                direct(other, member);
            }
        }
    }

    /** Whatever is left of it goes with the namespaces. */
    @Override
    public void close() {
        for (int member = 0; member < members; member++) {
            tryIp("netns del " + namespace(member));
        }
        tryIp("link del " + name);
    }

    private void build() {
        ip("link add " + name + " type bridge");
        ip("addr add " + net + BRIDGE_HOST + "/24 dev " + name);
        ip("link set " + name + " up");
        for (int member = 0; member < members; member++) {
            ip("netns add " + namespace(member));
            ip("link add " + port(member) + " type veth peer name eth0 netns " + namespace(member));
            ip("link set " + port(member) + " master " + name + " up");
            ip("-n " + namespace(member) + " addr add " + host(member) + "/24 dev eth0");
            ip("-n " + namespace(member) + " link set eth0 up");
            ip("-n " + namespace(member) + " link set lo up");
        }
    }

    private void misdirect(final int from, final int to) {
        ip("-n " + namespace(from) + " neigh replace " + host(to) + " lladdr " + NOBODY + " dev eth0 nud permanent");
    }

    private void direct(final int from, final int to) {
        // Not there where nothing was misdirected.
        tryIp("-n " + namespace(from) + " neigh del " + host(to) + " dev eth0");
    }

    private String namespace(final int member) {
        return name + '-' + member;
    }

    private String port(final int member) {
        return name + 'p' + member;
    }

    private static void ip(final String arguments) {
        final String complaint = tryIp(arguments);
        if (!complaint.isEmpty()) {
            throw new UncheckedIOException(new IOException("ip " + arguments + ": " + complaint));
        }
    }

    /** What went wrong; empty for nothing. */
    private static String tryIp(final String arguments) {
        try {
            final Process process = new ProcessBuilder(("ip " + arguments).split(" ", -1))
                    .redirectErrorStream(true)
                    .start();
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "" : said.isEmpty() ? "failed" : said;
        } catch (final IOException e) {
            return String.valueOf(e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
