package io.stowage.tools.output;

import io.stowage.probe.Reading;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON for programs: maps and records in their order, readings without a value as {@code {"unavailable": reason}}, everything
 * else as its text. Lists of a page stand one element a line, so that listings can be compared and searched by line.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * A JSON object in the order of its arguments.
     *
     * @param namesAndValues name, value, name, value.
     * @return the object.
     */
    public static Map<String, @Nullable Object> object(final @Nullable Object... namesAndValues) {
        final Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    /**
     * A value on one line.
     *
     * @param value map, record, iterable, number, text or null.
     * @return JSON.
     */
    public static String line(final @Nullable Object value) {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
            write(json, value);
        }
        return text.toString();
    }

    /**
     * A value for a page: a list has one element a line, anything else stands on one line.
     *
     * @param value map, record, iterable, number, text or null.
     * @return JSON.
     */
    public static String page(final @Nullable Object value) {
        if (!(value instanceof Iterable<?> elements)) {
            return line(value);
        }
        final StringBuilder page = new StringBuilder("[");
        String separator = "\n";
        for (final Object element : elements) {
            page.append(separator).append(line(element));
            separator = ",\n";
        }
        return page.append(page.length() == 1 ? "]" : "\n]").toString();
    }

    private static void write(final JsonGenerator json, final @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, member) -> {
                    json.writeName(String.valueOf(name));
                    write(json, member);
                });
                json.writeEndObject();
            }
            case Iterable<?> elements
            when !(value instanceof java.nio.file.Path) -> {
                json.writeStartArray();
                elements.forEach(element -> write(json, element));
                json.writeEndArray();
            }
            case Reading.Measured<?>(Object measured) -> write(json, measured);
            case Reading.Unavailable<?>(String reason) -> write(json, object("unavailable", reason));
            case Record components -> write(json, members(components));
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }

    private static Map<String, @Nullable Object> members(final Record components) {
        final Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (final RecordComponent component : components.getClass().getRecordComponents()) {
            try {
                members.put(component.getName(), component.getAccessor().invoke(components));
            } catch (final IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component + " of " + components.getClass(), e);
            }
        }
        return members;
    }
}
