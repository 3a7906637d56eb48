package io.stowage.tools.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;

class EntryFilterTest {
    private static final Pattern CHUNK =
            Pattern.compile("Chunk id.*|Chunk whose.*|Chunk to take.*|Chunk to read.*|Destination to take.*");

    private static Set<String> fieldsThatAreDescribedAs(final Pattern pattern) {
        final Set<String> names = new TreeSet<>();
        for (final List<Token> message : new CommandSchema().logged()) {
            for (final Token token : message) {
                if (token.signal() == Signal.BEGIN_FIELD
                        && pattern.matcher(token.description()).matches()) {
                    names.add(token.name());
                }
            }
        }
        return names;
    }

    /** A field that names a chunk and is not looked at would hide what a filter should show. */
    @Test
    void shouldLookAtEveryFieldThatNamesAChunk() {
        assertThat(fieldsThatAreDescribedAs(CHUNK))
                .contains("chunk", "prefer", "replace")
                .isSubsetOf(EntryFilter.CHUNK_FIELDS);
    }

    @Test
    void shouldLookAtEveryFieldThatNamesAnExtentManager() {
        assertThat(fieldsThatAreDescribedAs(Pattern.compile("Extent manager id.*")))
                .containsExactly(EntryFilter.EM_FIELD);
    }
}
