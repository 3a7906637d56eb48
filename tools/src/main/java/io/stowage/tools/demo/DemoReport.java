package io.stowage.tools.demo;

import io.stowage.tools.output.Json;
import io.stowage.tools.output.Text;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out.
 *
 * @param allocations          extents granted.
 * @param allocationsPerSecond while the fleet was at work.
 * @param p50Ns                round trip of an allocation.
 * @param p99Ns                round trip of an allocation.
 * @param maxNs                round trip of an allocation.
 * @param refused              requests refused, for want of space mostly.
 * @param overcommitted        chunks and tiers that were ever seen above their limit.
 * @param underCounted         chunks and tiers that were ever seen below the truth.
 * @param journalBytes         log written.
 * @param stateHash            of the server when it stopped.
 * @param replayMatches        whether a replay of the journal gives the same state.
 * @param commands             in the log.
 * @param checks               comparisons of all chunks while the fleet was at work.
 * @param difference           first difference from the truth after the end; empty for none.
 */
record DemoReport(
        long allocations,
        long allocationsPerSecond,
        long p50Ns,
        long p99Ns,
        long maxNs,
        long refused,
        long overcommitted,
        long underCounted,
        long journalBytes,
        long stateHash,
        boolean replayMatches,
        long commands,
        long checks,
        String difference) {
    boolean isGood() {
        return overcommitted == 0 && underCounted == 0 && replayMatches && difference.isEmpty();
    }

    Map<String, @Nullable Object> json() {
        return Json.object(
                "allocations", allocations,
                "allocationsPerSecond", allocationsPerSecond,
                "rttNs", Json.object("p50", p50Ns, "p99", p99Ns, "max", maxNs),
                "refused", refused,
                "overcommitted", overcommitted,
                "underCounted", underCounted,
                "journalBytes", journalBytes,
                "stateHash", HexFormat.of().toHexDigits(stateHash),
                "replayMatches", replayMatches);
    }

    String text() {
        return "allocations     " + Text.count(allocations) + ", " + Text.count(allocationsPerSecond) + " a second; "
                + Text.count(refused) + " requests refused\n"
                + "round trip      p50 " + Text.latency(p50Ns) + ", p99 " + Text.latency(p99Ns) + ", max "
                + Text.latency(maxNs) + "\n"
                + "never over      "
                + (overcommitted == 0
                        ? "no chunk was ever seen above its limit"
                        : overcommitted + " CHUNKS WERE OVERCOMMITTED")
                + " (" + checks + " looks at all of them)\n"
                + "never under     "
                + (underCounted == 0
                        ? "no chunk was ever seen below the truth"
                        : underCounted + " CHUNKS WERE UNDER-COUNTED")
                + "\n"
                + "at the end      "
                + (difference.isEmpty() ? "the server's view equals the truth, byte for byte" : difference)
                + "\n"
                + "journal         " + Text.count(commands) + " commands, " + Text.bytes(journalBytes) + "\n"
                + "state hash      " + HexFormat.of().toHexDigits(stateHash) + "; the replay of the journal "
                + (replayMatches ? "gives the same" : "gives ANOTHER ONE");
    }
}
