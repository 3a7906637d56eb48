package io.stowage.bench.peers;

import java.util.List;

/** Stands in for the program of {@code bench/peers}, which is not built with this module: the same arguments, canned figures. */
public final class PeerMain {
    private PeerMain() {}

    /**
     * Prints what the arguments ask for.
     *
     * @param args {@code list}, {@code time} or {@code fill} and their options.
     */
    public static void main(final String[] args) {
        final List<String> all = List.of(args);
        if (args[0].equals("list")) {
            System.out.println("""
                    {"peers": [
                      {"peer": "good", "version": "1.0", "considersCapacity": true, "promisedRacks": 3},
                      {"peer": "broken", "version": "1.0", "considersCapacity": false, "promisedRacks": 2}]}""");
        } else if (after(all, "--peer").equals("broken")) {
            System.err.println("no such luck");
            System.exit(1);
        } else if (args[0].equals("time")) {
            System.out.println("""
                    {"peer": "good", "version": "1.0", "considersCapacity": true, "chunks": 100, "fullPercent": %s,
                     "seed": %s, "decisions": 2000, "failures": 0, "nsPerDecision": 5000, "minNsPerDecision": 4500,
                     "cpuNsPerDecision": 4000, "bytesPerDecision": 1234.5, "batches": [5000, 4500]}""".formatted(after(all, "--full"), after(all, "--seed")));
        } else {
            System.out.println("""
                    {"peer": "good", "refreshEvery": %s, "chunks": 100, "endedBy": "time", "decisions": 5000,
                     "failures": 7, "meanUtilisation": 0.8, "maxUtilisation": 1.0, "maxOverMean": 1.25, "stddev": 0.1,
                     "minUtilisation": 0.6, "overfull": 0, "rackViolations": 3, "zoneSpread": 2.5,
                     "newChunkShare": 1.1, "failuresAfter": 0}""".formatted(after(all, "--refresh-every")));
        }
    }

    private static String after(final List<String> arguments, final String option) {
        return arguments.get(arguments.indexOf(option) + 1);
    }
}
