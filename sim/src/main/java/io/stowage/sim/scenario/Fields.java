package io.stowage.sim.scenario;

import io.stowage.codecs.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of one JSON object of a scenario, each read as the type of the schema: what does not fit is an error. */
final class Fields {
    static final long UINT8_MAX = 254;
    static final long UINT16_MAX = 65_534;
    static final long UINT32_MAX = 0xFFFF_FFFEL;

    private final JsonNode node;
    private final String path;

    private Fields(final JsonNode node, final String path) {
        this.node = node;
        this.path = path;
    }

    /**
     * Wraps an object.
     *
     * @param node  to read.
     * @param path  of it within the line, with a dot behind; empty for the line itself.
     * @param known names of all fields that it may have.
     */
    static Fields of(final JsonNode node, final String path, final Collection<String> known) {
        if (!node.isObject()) {
            final String name = path.isEmpty() ? "the line" : "'" + path.substring(0, path.length() - 1) + "'";
            throw new BadLine(name + " must be a JSON object, found " + node);
        }
        for (final String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw new BadLine("unknown field '" + path + name + "'" + NearestName.hint(name, known));
            }
        }
        return new Fields(node, path);
    }

    boolean has(final String name) {
        return node.has(name);
    }

    String text(final String name) {
        final JsonNode value = required(name);
        if (!value.isString()) {
            throw wrong(name, "a text", value);
        }
        return value.stringValue();
    }

    /** A text that fits the schema's names; empty if it is not there. */
    String name(final String name) {
        final String text = has(name) ? text(name) : "";
        if (text.getBytes(StandardCharsets.UTF_8).length > Protocol.MAX_NAME_LENGTH) {
            throw wrong(name, "a text of at most " + Protocol.MAX_NAME_LENGTH + " bytes", required(name));
        }
        return text;
    }

    boolean flag(final String name) {
        final JsonNode value = required(name);
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    boolean flag(final String name, final boolean otherwise) {
        return has(name) ? flag(name) : otherwise;
    }

    long number(final String name, final long minimum, final long maximum) {
        return number(required(name), path + name, minimum, maximum);
    }

    long number(final String name, final long minimum, final long maximum, final long otherwise) {
        return has(name) ? number(name, minimum, maximum) : otherwise;
    }

    /** An id, a count: 32 bits without sign. */
    int uint32(final String name) {
        return (int) number(name, 0, UINT32_MAX);
    }

    int uint32(final String name, final int otherwise) {
        return has(name) ? uint32(name) : otherwise;
    }

    /** Bytes, or bits: never negative. */
    long size(final String name) {
        return number(name, 0, Long.MAX_VALUE);
    }

    long size(final String name, final long otherwise) {
        return has(name) ? size(name) : otherwise;
    }

    long signed(final String name, final long otherwise) {
        return number(name, Long.MIN_VALUE, Long.MAX_VALUE, otherwise);
    }

    <E extends Enum<E>> E oneOf(final String name, final Class<E> type) {
        final JsonNode value = required(name);
        final List<String> names = namesOf(type);
        final String text = value.isString() ? value.stringValue() : "";
        if (!names.contains(text)) {
            throw wrong(name, "one of " + String.join(", ", names), value);
        }
        return Enum.valueOf(type, text);
    }

    <E extends Enum<E>> E oneOf(final String name, final Class<E> type, final E otherwise) {
        return has(name) ? oneOf(name, type) : otherwise;
    }

    /** Ids of chunks; none if the field is not there. */
    int[] ids(final String name) {
        final List<JsonNode> elements = elements(name);
        final int[] ids = new int[elements.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) number(elements.get(i), path + name + "[" + i + "]", 0, UINT32_MAX);
        }
        return ids;
    }

    /** Objects of a list; none if the field is not there. */
    List<Fields> objects(final String name, final Collection<String> known) {
        final List<Fields> objects = new ArrayList<>();
        for (final JsonNode element : elements(name)) {
            objects.add(of(element, path + name + "[" + objects.size() + "].", known));
        }
        return objects;
    }

    List<Fields> requiredObjects(final String name, final Collection<String> known) {
        required(name);
        return objects(name, known);
    }

    @Nullable
    Fields object(final String name, final Collection<String> known) {
        return has(name) ? of(required(name), path + name + ".", known) : null;
    }

    /** What stands there, whatever it is. */
    JsonNode required(final String name) {
        final JsonNode value = node.get(name);
        if (value == null) {
            throw new BadLine("field '" + path + name + "' is missing");
        }
        return value;
    }

    BadLine wrong(final String name, final String wanted, final Object found) {
        return new BadLine("field '" + path + name + "' must be " + wanted + ", found " + found);
    }

    private List<JsonNode> elements(final String name) {
        final List<JsonNode> elements = new ArrayList<>();
        if (has(name)) {
            final JsonNode value = required(name);
            if (!value.isArray()) {
                throw wrong(name, "a list", value);
            }
            if (value.size() > Protocol.MAX_GROUP_ENTRIES) {
                throw wrong(name, "a list of at most " + Protocol.MAX_GROUP_ENTRIES + " entries", value.size());
            }
            value.forEach(elements::add);
        }
        return elements;
    }

    private static long number(final JsonNode value, final String name, final long minimum, final long maximum) {
        final boolean isWhole = value.isIntegralNumber() && value.canConvertToLong();
        if (!isWhole || value.longValue() < minimum || value.longValue() > maximum) {
            throw new BadLine("field '" + name + "' must be a whole number from " + minimum + " to " + maximum
                    + ", found " + value);
        }
        return value.longValue();
    }

    /** The names of the schema, without those that the code generator adds. */
    static <E extends Enum<E>> List<String> namesOf(final Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Enum::name)
                .filter(name -> !"SBE_UNKNOWN".equals(name) && !"NULL_VAL".equals(name))
                .toList();
    }
}
