package io.stowage.tools.journal;

import io.stowage.codecs.Reason;
import io.stowage.codecs.Role;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.TokenListener;
import uk.co.real_logic.sbe.otf.Types;

/** Which entries are wanted: of a command, of or about an extent manager, of or about a chunk. What is not said is not looked at. */
final class EntryFilter {
    /** Fields that name a chunk, wherever they stand. */
    static final Set<String> CHUNK_FIELDS = Set.of("chunk", "prefer", "replace", "source", "destination");

    /** Field that names an extent manager. */
    static final String EM_FIELD = "em";

    private final CommandSchema schema;
    private final String command;
    private final long em;
    private final long chunk;
    private final Mentions mentions = new Mentions();

    /** Looks for a command by its name, or for any (empty), and for an extent manager and a chunk, or for any (0). */
    EntryFilter(final CommandSchema schema, final String command, final long em, final long chunk) {
        this.schema = schema;
        this.command = command;
        this.em = em;
        this.chunk = chunk;
        if (!command.isEmpty()) {
            schema.require(command);
        }
    }

    boolean accepts(final DirectBuffer buffer, final int offset, final int length) {
        if (!command.isEmpty() && !command.equals(schema.name(buffer, offset, length))) {
            return false;
        }
        if (em == 0 && chunk == 0) {
            return true;
        }
        if (schema.fault(buffer, offset, length) != Reason.NONE) {
            return false;
        }
        mentions.clear();
        schema.walk(buffer, offset, length, mentions);
        return (em == 0 || mentions.hasEm) && (chunk == 0 || mentions.hasChunk);
    }

    /** Whether a message mentions what is looked for: as its sender, or in a field at any depth. */
    private final class Mentions implements TokenListener {
        private boolean hasEm;
        private boolean hasChunk;
        private long sender;
        private long role;

        private void clear() {
            hasEm = false;
            hasChunk = false;
            sender = 0;
            role = 0;
        }

        @Override
        public void onEncoding(
                final Token field, final DirectBuffer buffer, final int index, final Token type, final int version) {
            if (field.name().equals("sender")) {
                sender = Types.getLong(buffer, index, type.encoding());
            } else if (field.name().equals(EM_FIELD)) {
                hasEm |= em == Types.getLong(buffer, index, type.encoding());
            } else if (CHUNK_FIELDS.contains(field.name())) {
                hasChunk |= chunk == Types.getLong(buffer, index, type.encoding());
            }
        }

        @Override
        public void onEnum(
                final Token field,
                final DirectBuffer buffer,
                final int index,
                final List<Token> tokens,
                final int from,
                final int to,
                final int version) {
            if (tokens.get(from).name().equals("role")) {
                role = Types.getLong(buffer, index, tokens.get(from + 1).encoding());
            }
        }

        @Override
        public void onEndComposite(final Token field, final List<Token> tokens, final int from, final int to) {
            if (sender != 0) {
                hasEm |= role == Role.EXTENT_MANAGER.value() && sender == em;
                hasChunk |= role == Role.CHUNK.value() && sender == chunk;
                sender = 0;
            }
        }

        @Override
        public void onBeginMessage(final Token token) {}

        @Override
        public void onEndMessage(final Token token) {}

        @Override
        public void onBitSet(
                final Token field,
                final DirectBuffer buffer,
                final int index,
                final List<Token> tokens,
                final int from,
                final int to,
                final int version) {}

        @Override
        public void onBeginComposite(final Token field, final List<Token> tokens, final int from, final int to) {}

        @Override
        public void onGroupHeader(final Token token, final int count) {}

        @Override
        public void onBeginGroup(final Token token, final int index, final int count) {}

        @Override
        public void onEndGroup(final Token token, final int index, final int count) {}

        @Override
        public void onVarData(
                final Token field, final DirectBuffer buffer, final int index, final int length, final Token type) {}
    }
}
