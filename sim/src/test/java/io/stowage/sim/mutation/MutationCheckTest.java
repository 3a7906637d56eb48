package io.stowage.sim.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MutationCheckTest {
    @Test
    void shouldFindAll() {
        final MutationCheck check = new MutationCheck(Integer.getInteger("stowage.seeds", 5), 3_000);
        final String only = System.getProperty("stowage.only", "");
        final List<Fault> faults = MutationCheck.faults().stream().filter(f -> f.name().contains(only)).toList();
        final long[] start = {System.nanoTime()};
        final List<MutationResult> results = check.run(faults, r -> {
            System.out.println(r.fault().name() + " " + r.fault().law() + " " + r.seeds() + " " + (System.nanoTime() - start[0]) / 1_000_000 + " ms: " + r.violation());
            start[0] = System.nanoTime();
        });
        System.out.println(MutationTable.of(results));
    }
}
