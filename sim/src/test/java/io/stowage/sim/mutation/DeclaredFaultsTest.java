package io.stowage.sim.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault still means what it meant when it was declared; a few of them are run. */
class DeclaredFaultsTest {
    private static final int STEPS = 600;

    static Stream<String> names() {
        return MutationCheck.faults().stream().map(Fault::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldStillFitTheCode(final String name) {
        // given
        final Fault fault = MutationCheck.fault(name);

        // when, then: an edit that does not fit throws, and what is edited is verified by the virtual machine
        assertThat(fault.open()).isNotNull();
        assertThat(fault.openForItsLawAlone()).isNotNull();
    }

    @Test
    void shouldCoverEveryLawWithDistinctNames() {
        // when
        final List<Fault> faults = MutationCheck.faults();

        // then
        final Set<Law> laws = faults.stream().map(Fault::law).collect(Collectors.toSet());
        assertThat(laws).isEqualTo(EnumSet.allOf(Law.class));
        assertThat(faults).extracting(Fault::name).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(20);
        assertThat(faults).extracting(Fault::sentence).doesNotHaveDuplicates().allMatch(text -> text.endsWith("."));
    }

    @Test
    void shouldFindACheapFaultOfSeveralLaws() {
        // given
        final List<Fault> faults = List.of(
                MutationCheck.fault("fresh-dropped"),
                MutationCheck.fault("excluded-chosen"),
                MutationCheck.fault("headroom-ignored"));
        final List<MutationResult> told = new ArrayList<>();

        // when
        final List<MutationResult> results = new MutationCheck(5, STEPS).run(faults, told::add);

        // then
        assertThat(results).extracting(MutationResult::fault).isEqualTo(faults);
        assertThat(results).allMatch(MutationResult::found);
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(alone(result)).isEqualTo(result.fault().law().name()));
        assertThat(told).isEqualTo(results);
    }

    @Test
    void shouldSayWhatWasNotFound() {
        // given: in a single step nothing can be chosen wrongly
        final Fault fault = MutationCheck.fault("excluded-chosen");

        // when
        final List<MutationResult> results = new MutationCheck(2, 1).run(List.of(fault), result -> {});

        // then
        assertThat(results).containsExactly(new MutationResult(fault, null, null, 2));
        assertThat(MutationTable.of(results)).isEqualTo("""
                        fault            law  found by   seeds   step  alone      seeds
                        excluded-chosen  S5   NOT FOUND      2      -  -              -
                        0 of 1 faults found
                        """);
    }

    @Test
    void shouldRefuseNamesAndFiguresThatMeanNothing() {
        assertThatThrownBy(() -> MutationCheck.fault("no-such-fault"))
                .hasMessage("there is no fault 'no-such-fault'; docs/simulation-faults.md lists them");
        assertThatThrownBy(() -> new MutationCheck(0, 10))
                .hasMessage("a mutation check needs at least one seed and one step; found 0 and 10");
    }

    private static String alone(final MutationResult result) {
        return Objects.requireNonNull(result.alone(), result::toString).check();
    }
}
