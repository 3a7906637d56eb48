package io.stowage.bench.output;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes records as JSON. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /**
     * The text of a value.
     *
     * @param value record, list or figure.
     * @return JSON.
     */
    public static String text(final Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
