package io.stowage.sim.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Keeps the list of {@code docs/simulation-faults.md} equal to the declared faults, and its table of results complete. To
 * write the list anew after a change: {@code ./mvnw -pl sim test -Dtest=FaultPageTest -Dstowage.docs.update=true}; the
 * results are those of a run by hand, put in as they are printed.
 */
class FaultPageTest {
    private static final Path PAGE = Path.of("..", "docs", "simulation-faults.md");
    private static final String BEGIN = "<!-- list: begin -->\n";
    private static final String END = "<!-- list: end -->\n";
    private static final String RESULTS = "```text\nfault ";

    @Test
    void shouldListTheDeclaredFaults() throws IOException {
        // given
        final String page = Files.readString(PAGE);
        final String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        final String after = page.substring(page.indexOf(END));

        // when
        final String expected = before + list() + after;

        // then
        if (Boolean.getBoolean("stowage.docs.update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/simulation-faults.md is out of date; see the comment of this test")
                .isEqualTo(expected);
    }

    @Test
    void shouldShowThatEveryDeclaredFaultWasFound() throws IOException {
        // given
        final String page = Files.readString(PAGE);
        final String results = page.substring(page.indexOf(RESULTS));
        final List<String> lines =
                results.substring(0, results.indexOf("\n```\n")).lines().skip(2).toList();

        // when
        final List<String> names = lines.stream()
                .limit(lines.size() - 1L)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();

        // then
        assertThat(names)
                .as("the results of docs/simulation-faults.md are of another list; run the check again")
                .isEqualTo(MutationCheck.faults().stream().map(Fault::name).toList());
        assertThat(lines).noneMatch(line -> line.contains("NOT FOUND"));
        assertThat(lines.getLast()).isEqualTo(names.size() + " of " + names.size() + " faults found");
    }

    private static String list() {
        final StringBuilder list =
                new StringBuilder("\n| fault | breaks | where | what is wrong |\n| --- | --- | --- | --- |\n");
        for (final Fault fault : MutationCheck.faults()) {
            list.append("| `").append(fault.name()).append("` | ").append(fault.law());
            list.append(" | `")
                    .append(fault.place())
                    .append("` | ")
                    .append(fault.sentence())
                    .append(" |\n");
        }
        return list.append('\n').toString();
    }
}
