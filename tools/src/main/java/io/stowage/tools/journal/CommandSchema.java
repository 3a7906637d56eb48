package io.stowage.tools.journal;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.engine.command.CommandShape;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.json.JsonPrinter;
import uk.co.real_logic.sbe.otf.OtfMessageDecoder;
import uk.co.real_logic.sbe.otf.TokenListener;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/**
 * The schema's own description of its messages, so that no command needs code of its own to be shown. Used by one thread at a
 * time.
 */
public final class CommandSchema {
    private static final String SCHEMA = "/io/stowage/codecs/stowage-schema.xml";
    private static final String UNKNOWN = "unknown";
    private static final int FIRST_QUERY = 150;
    private static final int FIRST_HOST_ENTRY = 400;

    private final Ir ir = read();
    private final JsonPrinter printer = new JsonPrinter(ir);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StringBuilder json = new StringBuilder();

    /** Reads the schema. */
    public CommandSchema() {}

    /**
     * What a frame is.
     *
     * @param buffer with the frame.
     * @param offset of it.
     * @param length of it, bytes.
     * @return name of the message, as in {@code RegisterChunk}.
     */
    public String name(final DirectBuffer buffer, final int offset, final int length) {
        final List<Token> tokens = tokens(buffer, offset, length);
        return tokens == null ? UNKNOWN : name(tokens);
    }

    /**
     * Refuses a name that no entry of a log can have.
     *
     * @param name of a command, or of an entry of the host.
     */
    void require(final String name) {
        final List<String> names = ir.messages().stream()
                .filter(CommandSchema::isLogged)
                .map(CommandSchema::name)
                .toList();
        if (!names.contains(name)) {
            throw new ToolException("the schema has no command '" + name + "'; the nearest one is "
                    + NearestName.of(name, names) + ", and docs/messages.md lists them");
        }
    }

    /**
     * A message's fields as JSON.
     *
     * @param buffer with a frame of this schema whose lengths are right.
     * @param offset of it.
     * @return an object, on one line.
     */
    public String fields(final DirectBuffer buffer, final int offset) {
        json.setLength(0);
        printer.print(json, buffer, offset);
        // The printer lays its JSON out over lines; names hold no line feed, for the engine refuses them.
        return json.toString().replaceAll("\\s*\\R\\s*", " ").trim();
    }

    /**
     * Why a frame cannot be decoded.
     *
     * @param buffer with the frame.
     * @param offset of it.
     * @param length of it, bytes.
     * @return {@link Reason#NONE} if it can.
     */
    Reason fault(final DirectBuffer buffer, final int offset, final int length) {
        return CommandShape.check(buffer, offset, length);
    }

    /** Tells a listener all fields of a frame that has no {@link #fault}. */
    void walk(final DirectBuffer buffer, final int offset, final int length, final TokenListener listener) {
        final List<Token> tokens = tokens(buffer, offset, length);
        if (tokens != null) {
            header.wrap(buffer, offset);
            OtfMessageDecoder.decode(
                    buffer,
                    offset + MessageHeaderDecoder.ENCODED_LENGTH,
                    header.version(),
                    header.blockLength(),
                    tokens,
                    listener);
        }
    }

    /** All tokens of all messages that a log may hold. */
    List<List<Token>> logged() {
        return ir.messages().stream().filter(CommandSchema::isLogged).toList();
    }

    private @Nullable List<Token> tokens(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return null;
        }
        header.wrap(buffer, offset);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? ir.getMessage(header.templateId()) : null;
    }

    private static boolean isLogged(final List<Token> message) {
        final int id = message.getFirst().id();
        return id < FIRST_QUERY || id >= FIRST_HOST_ENTRY;
    }

    private static String name(final List<Token> tokens) {
        return tokens.getFirst().name();
    }

    private static Ir read() {
        try (InputStream in = CommandSchema.class.getResourceAsStream(SCHEMA)) {
            return new IrGenerator().generate(XmlSchemaParser.parse(in, ParserOptions.DEFAULT));
        } catch (final IOException e) {
            throw new ToolException("the schema in this program cannot be read: " + e.getMessage(), e);
        } catch (final Exception e) {
            throw new IllegalStateException("the schema in this program is not valid", e);
        }
    }
}
