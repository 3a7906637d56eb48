package io.stowage.tools.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.probe.Reading;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    private record Row(int id, String state) {}

    private static Listing<Row> listing(final Row... rows) {
        return new Listing<>(
                List.of(rows),
                row -> Json.object("id", row.id(), "state", row.state()),
                List.of(Column.figure("ID", Row::id), Column.word("STATE", Row::state)),
                "nothing there");
    }

    @Test
    void shouldShowRowsToPeopleAndPrograms() {
        final Listing<Row> listing = listing(new Row(7, "HEALTHY"), new Row(1000, "LOST"));

        assertThat(listing.text(false)).isEqualTo("   ID  STATE\n    7  HEALTHY\n 1000  LOST");
        assertThat(Json.page(listing.json()))
                .isEqualTo("[\n{\"id\":7,\"state\":\"HEALTHY\"},\n{\"id\":1000,\"state\":\"LOST\"}\n]");
    }

    @Test
    void shouldColourStatesOnAScreenOnly() {
        assertThat(listing(new Row(1, "HEALTHY")).text(true)).contains("\033[32mHEALTHY\033[0m");
        assertThat(listing(new Row(1, "LOST")).text(true)).contains("\033[31mLOST\033[0m");
    }

    @Test
    void shouldSayThatThereIsNothing() {
        assertThat(listing().text(false)).isEqualTo("nothing there");
        assertThat(Json.page(listing().json())).isEqualTo("[]");
    }

    @Test
    void shouldWriteValuesOfAllKinds() {
        final Object value = Json.object(
                "text",
                "a \"b\"\n",
                "long",
                Long.MAX_VALUE,
                "yes",
                true,
                "none",
                null,
                "list",
                Arrays.asList(1, null),
                "path",
                Path.of("/a/b"),
                "row",
                new Row(1, "x"),
                "measured",
                Reading.measured(5),
                "unavailable",
                Reading.unavailable("no permission"));

        assertThat(Json.line(value))
                .isEqualTo("{\"text\":\"a \\\"b\\\"\\n\",\"long\":9223372036854775807,\"yes\":true,\"none\":null,"
                        + "\"list\":[1,null],\"path\":\"/a/b\",\"row\":{\"id\":1,\"state\":\"x\"},\"measured\":5,"
                        + "\"unavailable\":{\"unavailable\":\"no permission\"}}");
    }
}
