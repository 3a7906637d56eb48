package io.stowage.bench.peers;

import tools.jackson.databind.json.JsonMapper;

/** Writes records as JSON on one line. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static String text(final Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
