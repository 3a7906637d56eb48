package io.stowage.tools.journal;

import io.stowage.codecs.wire.IpAddresses;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.agrona.DirectBuffer;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.TokenListener;
import uk.co.real_logic.sbe.otf.Types;

/**
 * The fields of a message for people: who sends, or how it ended; then {@code name=value}, groups in brackets. Zeros, no, and
 * what was not given are left out, and of the header what only machines need.
 */
final class EntryWords implements TokenListener {
    private static final Set<String> HEADERS = Set.of("CommandHeader", "ReplyHeader");
    private static final String ADDRESS = "IpAddress";
    private static final Set<String> NOTHING = Set.of("0", "FALSE");
    private static final Pattern CHUNKS = Pattern.compile("(\\[chunk=\\d+\\])+");

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder header = new StringBuilder();
    private boolean isHeader;
    private boolean isComposite;
    private boolean isAddress;
    private long addressHigh;

    String of(final CommandSchema schema, final DirectBuffer buffer, final int offset, final int length) {
        text.setLength(0);
        header.setLength(0);
        schema.walk(buffer, offset, length, this);
        final String fields = CHUNKS.matcher(text)
                .replaceAll(
                        chunks -> "[" + chunks.group().replaceAll("\\D+", " ").strip() + "]");
        return (header.toString().strip() + " " + fields).strip();
    }

    @Override
    public void onBeginMessage(final Token token) {
        isHeader = false;
        isComposite = false;
    }

    @Override
    public void onEndMessage(final Token token) {
        // Nothing follows.
    }

    @Override
    public void onEncoding(
            final Token field, final DirectBuffer buffer, final int index, final Token type, final int version) {
        if (isHeader) {
            if (type.name().equals("sender") && Types.getLong(buffer, index, type.encoding()) != 0) {
                header.append(Types.getLong(buffer, index, type.encoding()));
            }
        } else if (isAddress) {
            address(Types.getLong(buffer, index, type.encoding()), type.name());
        } else if (type.arrayLength() > 1) {
            array(field, buffer, index, type);
        } else {
            final StringBuilder value = new StringBuilder();
            Types.appendAsString(value, buffer, index, type.encoding());
            tell(field, value.toString());
        }
    }

    private void address(final long half, final String name) {
        if (name.equals("high")) {
            addressHigh = half;
        } else {
            text.append(IpAddresses.format(addressHigh, half));
        }
    }

    private void array(final Token field, final DirectBuffer buffer, final int index, final Token type) {
        if (type.encoding().primitiveType() == PrimitiveType.CHAR) {
            int length = 0;
            while (length < type.arrayLength() && buffer.getByte(index + length) != 0) {
                length++;
            }
            final byte[] bytes = new byte[length];
            buffer.getBytes(index, bytes);
            if (length > 0) {
                tell(field, new String(bytes, StandardCharsets.UTF_8));
            }
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
        final long value = Types.getLong(buffer, index, tokens.get(from + 1).encoding());
        String name = Long.toString(value);
        for (int i = from + 1; i < to; i++) {
            if (tokens.get(i).encoding().constValue().longValue() == value) {
                name = tokens.get(i).name();
            }
        }
        if (!isHeader) {
            tell(isComposite ? tokens.get(from) : field, name);
        } else if (!name.equals("NONE")) {
            header.insert(0, name + ' ');
        }
    }

    @Override
    public void onBitSet(
            final Token field,
            final DirectBuffer buffer,
            final int index,
            final List<Token> tokens,
            final int from,
            final int to,
            final int version) {
        tell(
                field,
                Long.toString(Types.getLong(buffer, index, tokens.get(from + 1).encoding())));
    }

    @Override
    public void onBeginComposite(final Token field, final List<Token> tokens, final int from, final int to) {
        isComposite = true;
        isHeader = HEADERS.contains(tokens.get(from).name());
        isAddress = tokens.get(from).name().equals(ADDRESS);
        if (!isHeader) {
            begin(field);
            text.append(isAddress ? "" : "{");
        }
    }

    @Override
    public void onEndComposite(final Token field, final List<Token> tokens, final int from, final int to) {
        final String empty = field.name() + "={";
        if (!isHeader && text.toString().endsWith(empty)) {
            text.setLength(text.length() - empty.length());
            text.setLength(text.toString().stripTrailing().length());
        } else if (!isHeader && !isAddress) {
            text.append('}');
        }
        isAddress = false;
        isHeader = false;
        isComposite = false;
    }

    @Override
    public void onGroupHeader(final Token token, final int count) {
        if (count > 0) {
            begin(token);
        }
    }

    @Override
    public void onBeginGroup(final Token token, final int index, final int count) {
        text.append('[');
    }

    @Override
    public void onEndGroup(final Token token, final int index, final int count) {
        text.append(']');
    }

    @Override
    public void onVarData(
            final Token field, final DirectBuffer buffer, final int index, final int length, final Token type) {
        tell(field, buffer.getStringWithoutLengthUtf8(index, length));
    }

    private void tell(final Token field, final String value) {
        if (!NOTHING.contains(value) && !value.isEmpty()) {
            begin(field);
            text.append(value);
        }
    }

    private void begin(final Token field) {
        final char last = text.isEmpty() ? '[' : text.charAt(text.length() - 1);
        text.append(last == '[' || last == '{' ? "" : " ").append(field.name()).append('=');
    }
}
