package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.MessageHeaderDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster under load goes over to a program with the next schema, member by member: nothing is lost, all have the same journal. */
@Tag("long")
class RollingUpgradeIT {
    @TempDir
    private Path scratch;

    @Test
    @Timeout(1_200)
    void shouldRollToTheNextSchemaMemberByMember() throws Exception {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final Path program = NextSchema.build(scratch.resolve("next"));
        try (MemberFleet members = new MemberFleet(Files.createDirectory(scratch.resolve("members")))) {
            final MemberFaults.Counts counts = new MemberFaults(
                            members, MemberFault.upgrade(program), MemberFleet.MEMBERS, seed, System.out::println)
                    .run();

            System.out.println("rolled: " + counts);
            assertThat(counts.leaderChanges()).isPositive();
            final String next = "schema version " + (MessageHeaderDecoder.SCHEMA_VERSION + 1);
            for (int member = 0; member < MemberFleet.MEMBERS; member++) {
                assertThat(members.process(member).said()).anyMatch(line -> line.contains(next));
            }
        }
    }
}
