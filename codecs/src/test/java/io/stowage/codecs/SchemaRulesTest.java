package io.stowage.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What the schema promises of itself. */
class SchemaRulesTest {
    private final Schema schema = new Schema();

    @Test
    void shouldDescribeEveryMessageFieldAndValue() {
        schema.messages().forEach(SchemaRulesTest::checkDescribed);
        schema.types("enum").forEach(SchemaRulesTest::checkDescribed);
        schema.types("composite").forEach(SchemaRulesTest::checkDescribed);
    }

    private static void checkDescribed(final Element element) {
        assertThat(element.getAttribute("description"))
                .as("%s %s", element.getTagName(), element.getAttribute("name"))
                .satisfiesAnyOf(
                        text -> assertThat(text).isNotBlank(),
                        text -> assertThat(element.getTagName()).isEqualTo("ref"));
        Schema.children(element).forEach(SchemaRulesTest::checkDescribed);
    }

    @Test
    void shouldUseNoTemplateIdTwice() {
        final Set<String> ids = new HashSet<>();
        schema.messages()
                .forEach(message -> assertThat(ids.add(message.getAttribute("id")))
                        .as(message.getAttribute("name"))
                        .isTrue());
    }

    @Test
    void shouldStartEveryCommandAndReplyWithItsHeader() {
        for (final Element message : schema.messages()) {
            final int id = Integer.parseInt(message.getAttribute("id"));
            final Element first = Schema.children(message).getFirst();
            if (id >= 20 && id < 200) {
                assertThat(first.getAttribute("type"))
                        .as(message.getAttribute("name"))
                        .isEqualTo("CommandHeader");
            } else if (id >= 200 && id < 300) {
                assertThat(first.getAttribute("type"))
                        .as(message.getAttribute("name"))
                        .isEqualTo("ReplyHeader");
            }
        }
    }

    @Test
    void shouldKeepVariableDataOutOfEverythingButTheHandshake() {
        for (final Element message : schema.messages()) {
            if (!Schema.children(message, "data").isEmpty()) {
                assertThat(message.getAttribute("name")).isIn("ConnectRequest", "SessionEvent");
            }
        }
    }

    @Test
    void shouldHaveTheHeaderSizesThatItStates() {
        assertThat(CommandHeaderEncoder.ENCODED_LENGTH).isEqualTo(40);
        assertThat(ReplyHeaderEncoder.ENCODED_LENGTH).isEqualTo(24);
        assertThat(FunnelEncoder.ENCODED_LENGTH).isEqualTo(32);
    }
}
