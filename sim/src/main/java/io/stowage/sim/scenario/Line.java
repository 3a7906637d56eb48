package io.stowage.sim.scenario;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One object of a scenario as it is written: what a reader would assume anyway is left out. */
final class Line {
    private final ObjectNode node;

    private Line(final ObjectNode node) {
        this.node = node;
    }

    static Line command(final String name) {
        return new Line(JsonNodeFactory.instance.objectNode().put("command", name));
    }

    static Line empty() {
        return new Line(JsonNodeFactory.instance.objectNode());
    }

    ObjectNode node() {
        return node;
    }

    Line put(final String name, final long value) {
        node.put(name, value);
        return this;
    }

    Line put(final String name, final String value) {
        node.put(name, value);
        return this;
    }

    Line put(final String name, final boolean value) {
        node.put(name, value);
        return this;
    }

    Line put(final String name, final BooleanType value) {
        return put(name, SpaceReplies.isTrue(value));
    }

    Line put(final String name, final Enum<?> value) {
        return put(name, value.name());
    }

    Line put(final String name, final Line value) {
        node.set(name, value.node);
        return this;
    }

    Line ids(final String name, final List<Long> ids) {
        final ArrayNode array = node.putArray(name);
        ids.forEach(array::add);
        return this;
    }

    Line objects(final String name, final List<Line> lines) {
        final ArrayNode array = node.putArray(name);
        lines.forEach(line -> array.add(line.node));
        return this;
    }

    // What may be left out

    Line unless(final long otherwise, final String name, final long value) {
        return value == otherwise ? this : put(name, value);
    }

    Line unless(final @Nullable Enum<?> otherwise, final String name, final Enum<?> value) {
        return value == otherwise ? this : put(name, value);
    }

    Line unlessEmpty(final String name, final String value) {
        return value.isEmpty() ? this : put(name, value);
    }

    Line unlessEmptyIds(final String name, final List<Long> ids) {
        return ids.isEmpty() ? this : ids(name, ids);
    }

    Line unlessEmptyObjects(final String name, final List<Line> lines) {
        return lines.isEmpty() ? this : objects(name, lines);
    }

    Line ifTrue(final String name, final BooleanType value) {
        return SpaceReplies.isTrue(value) ? put(name, true) : this;
    }

    Line priority(final Priority priority) {
        return unless(Priority.NORMAL, "priority", priority);
    }

    /** Replicas or an erasure code. */
    Line resiliency(final long replicas, final long ecData, final long ecParity) {
        return ecData == 0 && ecParity == 0 ? put("replicas", replicas) : put("ec", ecData + "+" + ecParity);
    }
}
