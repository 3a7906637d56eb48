package io.stowage.tools.members;

import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.cluster.RecordedLog;
import io.stowage.tools.ToolException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where a member is, and where it must not be. */
final class MemberPlace {
    private static final int TERM_LENGTH = 64 << 10;
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    private MemberPlace() {}

    /** Complains unless the member's name leads to this machine, and nobody uses its ports. */
    static void requireHere(final MemberEndpoints.Member member) {
        final InetSocketAddress address = new InetSocketAddress(member.host(), member.port());
        if (address.isUnresolved()) {
            throw new ToolException(
                    "the name " + member.host() + " of member " + member.id()
                            + " is not known here: point it to this machine, in DNS or in /etc/hosts of all members and clients");
        }
        if (!isOfThisMachine(address)) {
            throw new ToolException("the name " + member.host() + " of member " + member.id() + " leads to "
                    + address.getAddress().getHostAddress()
                    + ", which is not this machine. Stop the old member ('systemctl stop stowage-member' there), point the name"
                    + " to this machine, in DNS or in /etc/hosts of all members and clients, and run this again; or, while"
                    + " a majority runs, move it: stowage cluster members --set " + member.id() + "=HOST");
        }
        for (int port = member.port(); port < member.port() + MemberEndpoints.PORTS; port++) {
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.bind(new InetSocketAddress(address.getAddress(), port));
            } catch (final BindException inUse) {
                throw new ToolException(
                        "port " + port + " of member " + member.id()
                                + " is in use on this machine: its old member runs here; stop it first",
                        inUse);
            } catch (final IOException e) {
                throw new ToolException("port " + port + " cannot be looked at: " + e.getMessage(), e);
            }
        }
    }

    /** Complains if the member answers at a place where it was. */
    static void requireSilence(final MemberEndpoints.Member member, final String host) {
        final MemberEndpoints.Member old = new MemberEndpoints.Member(member.id(), host, member.port());
        final String facing = OwnAddress.facing(List.of(old));
        try (MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategyKind.BACKOFF.create())
                .publicationTermBufferLength(TERM_LENGTH)
                .errorHandler(toldByTheAnswer -> {}))) {
            if (RecordedLog.ask(driver.aeronDirectoryName(), old.archive(), facing, ANSWER_TIMEOUT_NS) != null) {
                throw new ToolException("member " + member.id() + " still runs at " + old.ingress()
                        + ": stop it there ('systemctl stop stowage-member'), see that it stays stopped"
                        + " ('systemctl disable stowage-member'), and run this again");
            }
        }
    }

    private static boolean isOfThisMachine(final InetSocketAddress address) {
        try {
            return address.getAddress().isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address.getAddress()) != null;
        } catch (final SocketException e) {
            throw new ToolException("the addresses of this machine cannot be read: " + e.getMessage(), e);
        }
    }
}
