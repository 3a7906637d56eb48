package io.stowage.tools.faults;

import io.stowage.tools.ServerProcess;
import java.util.ArrayList;
import java.util.List;

/** Settings of a server whose journal files are short, whose snapshots are many, and that needs little memory. */
final class SmallServer {
    private SmallServer() {}

    /** Options of the command, with some settings more, or other ones. */
    static List<String> settings(final String... more) {
        final List<String> settings = new ArrayList<>(List.of(
                "server.max-command-bytes=4KiB",
                "media.term-bytes=256KiB",
                "session.response-term-bytes=256KiB",
                "session.timeout=60s",
                "session.handshake-timeout=30s",
                "journal.max-batch-bytes=8KiB",
                "journal.cycle-bytes=96KiB",
                "journal.block-bytes=64KiB",
                "journal.reserve-bytes=64KiB",
                "journal.min-free-bytes=1MiB",
                "snapshot.interval-bytes=32KiB",
                "snapshot.keep=3",
                "snapshot.journal-keep-bytes=256KiB",
                "limits.nodes=64",
                "limits.domains=64",
                "limits.pools=4",
                "limits.chunks=64",
                "limits.extent-managers=16",
                "limits.space-rows=16384",
                "limits.staged-rows=4096",
                "limits.reservation-rows=65536"));
        settings.addAll(List.of(more));
        return options(settings.toArray(String[]::new));
    }

    /** Settings as options of the command; the last word on a setting counts. */
    static List<String> options(final String... settings) {
        final List<String> options = new ArrayList<>();
        for (final String setting : settings) {
            options.addAll(List.of("-D", setting));
        }
        return options;
    }

    /** Waits until a server serves, and says where. */
    static String channel(final ServerProcess server) {
        final String greeting = server.await("serving cluster ");
        return "aeron:udp?endpoint=" + greeting.substring(greeting.indexOf(" and UDP ") + " and UDP ".length());
    }
}
