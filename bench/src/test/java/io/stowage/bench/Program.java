package io.stowage.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of the program.
 *
 * @param status of the exit.
 * @param out    standard output.
 * @param err    standard error.
 */
record Program(int status, String out, String err) {
    static Program run(final String... args) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int status = BenchMain.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Program(status, out.toString(), err.toString());
    }

    JsonNode json() {
        return JsonMapper.builder().build().readTree(out);
    }
}
