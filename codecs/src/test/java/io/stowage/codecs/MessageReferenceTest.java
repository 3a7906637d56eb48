package io.stowage.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * Keeps {@code docs/messages.md} equal to the schema. To write it anew after a change:
 * {@code ./mvnw -pl codecs test -Dtest=MessageReferenceTest -Dstowage.docs.update=true}.
 */
class MessageReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "messages.md");

    private final Schema schema = new Schema();
    private final StringBuilder page = new StringBuilder();

    @Test
    void shouldMatchTheReferencePage() throws IOException {
        write();
        if (Boolean.getBoolean("stowage.docs.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/messages.md is out of date; see the comment of this test")
                .isEqualTo(page.toString());
    }

    private void write() {
        line("# Messages");
        line("");
        line("Made from the schema `codecs/src/main/resources/io/stowage/codecs/stowage-schema.xml`; do not edit.");
        line("");
        line("Schema id " + schema.attribute("id") + ", version " + schema.attribute("version")
                + ", little endian. Every frame is an SBE message header (8 bytes: block length, template id, schema id,"
                + " version) and one message. Sizes are bytes, times milliseconds of the log's clock unless a field says"
                + " otherwise.");
        line("");
        section("Sessions", 1, 19);
        section("Topology, pools and the life of chunks", 20, 49);
        section("Extent managers and space", 50, 79);
        section("Control, licence, configuration", 80, 149);
        section("Queries", 150, 199);
        section("Replies to commands", 200, 249);
        section("Replies to queries", 250, 299);
        section("Events", 300, 399);
        section("Entries that the host writes into the log", 400, 499);
        line("## Composites");
        line("");
        for (final Element composite : schema.types("composite")) {
            heading(composite.getAttribute("name"), composite);
            line("| field | type | meaning |");
            line("| --- | --- | --- |");
            for (final Element field : Schema.children(composite)) {
                line("| " + field.getAttribute("name") + " | " + typeOf(field) + " | " + meaning(field) + " |");
            }
            line("");
        }
        line("## Enumerations");
        line("");
        for (final Element each : schema.types("enum")) {
            heading(each.getAttribute("name"), each);
            line("| value | code | meaning |");
            line("| --- | --- | --- |");
            for (final Element value : Schema.children(each, "validValue")) {
                line("| " + value.getAttribute("name") + " | " + value.getTextContent() + " | " + meaning(value)
                        + " |");
            }
            line("");
        }
    }

    private void section(final String title, final int first, final int last) {
        line("## " + title);
        line("");
        for (final Element message : schema.messages()) {
            final int id = Integer.parseInt(message.getAttribute("id"));
            if (id >= first && id <= last) {
                heading(message.getAttribute("name") + " (" + id + ")", message);
                line("| field | type | meaning |");
                line("| --- | --- | --- |");
                fields(message, "");
                line("");
            }
        }
    }

    private void fields(final Element parent, final String prefix) {
        for (final Element field : Schema.children(parent, "field", "group", "data")) {
            final String name = prefix + field.getAttribute("name");
            line("| " + name + " | " + typeOf(field) + " | " + meaning(field) + " |");
            if ("group".equals(field.getTagName())) {
                fields(field, name + ".");
            }
        }
    }

    private static String typeOf(final Element field) {
        return switch (field.getTagName()) {
            case "group" -> "group";
            case "data" -> "text";
            case "type" ->
                field.getAttribute("primitiveType")
                        + (field.hasAttribute("length") && !"0".equals(field.getAttribute("length"))
                                ? "[" + field.getAttribute("length") + "]"
                                : "");
            default -> field.getAttribute("type");
        };
    }

    private static String meaning(final Element element) {
        return element.getAttribute("description").replace("|", "\\|");
    }

    private void heading(final String title, final Element element) {
        line("### " + title);
        line("");
        line(element.getAttribute("description") + ".");
        line("");
    }

    private void line(final String text) {
        page.append(text).append('\n');
    }
}
