package io.stowage.sim.scenario;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a line expects: fields of the reply before, or space of one chunk and tier. Fields that are not named do not count;
 * lists must be as long as expected. In place of a number there may be {@code {"atLeast":n}}, {@code {"atMost":n}} or both; {@code {"not":{...}}} holds where all that it names does not.
 */
final class Expectation {
    private static final String CHUNK = "chunk";
    private static final String TIER = "tier";
    private static final String NOT = "not";
    private static final String AT_MOST = "atMost";
    private static final Set<String> BOUNDS = Set.of("atLeast", AT_MOST);
    private static final Set<String> SPACE_FIELDS = spaceFields();

    private final JsonNode expected;

    Expectation(final JsonNode expected) {
        if (!expected.isObject() || expected.isEmpty()) {
            throw new BadLine("field 'expect' must be an object with what is expected, found " + expected);
        }
        this.expected = expected;
    }

    /** Throws {@link BadLine} that names what was expected and what was found. */
    void check(final @Nullable ObjectNode lastReply, final Exchange exchange) {
        if (expected.has(NOT) && expected.size() == 1) {
            checkNot(expected.get(NOT), lastReply, exchange);
        } else if (expected.has(CHUNK) && expected.has(TIER)) {
            checkSpace(exchange);
        } else if (lastReply == null) {
            throw new BadLine("nothing can be expected before the first command");
        } else {
            compare("", expected, lastReply, lastReply);
        }
    }

    private static void checkNot(
            final JsonNode unexpected, final @Nullable ObjectNode lastReply, final Exchange exchange) {
        final Expectation wrong = new Expectation(unexpected);
        try {
            wrong.check(lastReply, exchange);
        } catch (final BadLine asItShouldBe) {
            return;
        }
        throw new BadLine("expected anything but " + unexpected);
    }

    private void checkSpace(final Exchange exchange) {
        final Fields fields = Fields.of(expected, "expect.", SPACE_FIELDS);
        final int chunk = fields.uint32(CHUNK);
        final String tier = fields.text(TIER);
        if (!Set.of("CAPACITY", "PERFORMANCE").contains(tier)) {
            throw fields.wrong(TIER, "one of CAPACITY, PERFORMANCE", fields.required(TIER));
        }
        final ObjectNode space = QueryCommands.space(exchange, fields, chunk);
        if (!ReplyReader.isOk(space)) {
            throw new BadLine("expected space of chunk " + chunk + ", found " + space);
        }
        for (final JsonNode row : space.get("rows")) {
            if (row.get(TIER).stringValue().equals(tier)) {
                compare("chunk " + chunk + " " + tier + " ", expected, row, row);
                return;
            }
        }
        throw new BadLine("expected space of chunk " + chunk + " " + tier + ", found none: it does not offer the tier");
    }

    private static void compare(
            final String path, final JsonNode expected, final @Nullable JsonNode found, final JsonNode whole) {
        if (found != null && expected.isObject() && found.isObject()) {
            final String prefix = path.isEmpty() || path.endsWith(" ") ? path : path + ".";
            for (final Map.Entry<String, JsonNode> field : expected.properties()) {
                compare(prefix + field.getKey(), field.getValue(), found.get(field.getKey()), whole);
            }
        } else if (found != null && expected.isArray() && found.isArray() && expected.size() == found.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), found.get(i), whole);
            }
        } else if (found != null && isBound(expected)) {
            for (final Map.Entry<String, JsonNode> bound : expected.properties()) {
                if (!isWithin(bound.getKey(), bound.getValue(), found)) {
                    throw new BadLine("expected " + path + " " + bound.getKey() + " " + bound.getValue() + ", found "
                            + found + " in " + whole);
                }
            }
        } else if (found == null || !isSame(expected, found)) {
            throw new BadLine("expected " + path + " " + expected + ", found " + (found == null ? "none" : found)
                    + " in " + whole);
        }
    }

    /** {@code {"atLeast":1,"atMost":5}} in place of a number. */
    private static boolean isBound(final JsonNode expected) {
        return expected.isObject()
                && !expected.isEmpty()
                && expected.properties().stream()
                        .allMatch(bound -> BOUNDS.contains(bound.getKey())
                                && bound.getValue().isIntegralNumber());
    }

    private static boolean isWithin(final String bound, final JsonNode limit, final JsonNode found) {
        if (!found.isIntegralNumber()) {
            return false;
        }
        final int order = found.bigIntegerValue().compareTo(limit.bigIntegerValue());
        return bound.equals(AT_MOST) ? order <= 0 : order >= 0;
    }

    private static boolean isSame(final JsonNode expected, final JsonNode found) {
        if (expected.isIntegralNumber() && found.isIntegralNumber()) {
            return expected.bigIntegerValue().equals(found.bigIntegerValue());
        }
        return expected.equals(found);
    }

    private static Set<String> spaceFields() {
        final Set<String> fields = new HashSet<>(SpaceView.COLUMNS);
        fields.add(CHUNK);
        fields.add(TIER);
        return Set.copyOf(fields);
    }
}
