package io.stowage.tools.journal;

import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.json.JsonPrinter;
import uk.co.real_logic.sbe.otf.OtfHeaderDecoder;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/** Turns an entry into a line of JSON with the help of the schema, so that no command needs code of its own here. */
public final class EntryPrinter {
    private static final String SCHEMA = "/io/stowage/codecs/stowage-schema.xml";

    private final Ir ir = schema();
    private final OtfHeaderDecoder header = new OtfHeaderDecoder(ir.headerStructure());
    private final JsonPrinter printer = new JsonPrinter(ir);
    private final StringBuilder message = new StringBuilder();
    private final String wanted;

    /**
     * Reads the schema.
     *
     * @param wantedName of the commands to print; empty: all.
     */
    public EntryPrinter(final String wantedName) {
        wanted = wantedName;
        if (!wantedName.isEmpty()
                && ir.messages().stream().noneMatch(each -> name(each).equals(wantedName))) {
            throw new ToolException("the schema has no command '" + wantedName + "'; docs/messages.md lists them");
        }
    }

    /** A line of JSON, or nothing where another command is wanted. */
    String print(
            final long position,
            final long timestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final List<Token> tokens = tokens(buffer, offset, length);
        final String name = tokens == null ? "unknown" : name(tokens);
        if (!wanted.isEmpty() && !wanted.equals(name)) {
            return "";
        }
        final String prefix = Json.line(Json.object(
                "position", position, "time", timestampMs, "session", sessionId, "command", name, "length", length));
        if (tokens == null) {
            return prefix;
        }
        message.setLength(0);
        printer.print(message, buffer, offset);
        return prefix.substring(0, prefix.length() - 1) + ",\"fields\":" + oneLine(message) + "}";
    }

    /**
     * What an entry is.
     *
     * @param buffer with the entry.
     * @param offset of it.
     * @param length of it, bytes.
     * @return name of the command, as in {@code RegisterChunk}.
     */
    public String name(final DirectBuffer buffer, final int offset, final int length) {
        final List<Token> tokens = tokens(buffer, offset, length);
        return tokens == null ? "unknown" : name(tokens);
    }

    private @Nullable List<Token> tokens(final DirectBuffer buffer, final int offset, final int length) {
        return length < header.encodedLength() ? null : ir.getMessage(header.getTemplateId(buffer, offset));
    }

    private static String name(final List<Token> tokens) {
        return tokens.getFirst().name();
    }

    /** The printer lays its JSON out over lines; names hold no line feed, for the engine refuses them. */
    private static String oneLine(final CharSequence json) {
        return json.toString().replaceAll("\\s*\\R\\s*", " ").trim();
    }

    private static Ir schema() {
        try (InputStream in = EntryPrinter.class.getResourceAsStream(SCHEMA)) {
            return new IrGenerator().generate(XmlSchemaParser.parse(in, ParserOptions.DEFAULT));
        } catch (final IOException e) {
            throw new ToolException("the schema in this program cannot be read: " + e.getMessage(), e);
        } catch (final Exception e) {
            throw new IllegalStateException("the schema in this program is not valid", e);
        }
    }
}
