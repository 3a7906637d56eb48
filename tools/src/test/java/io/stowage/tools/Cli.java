package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.tools.output.Terminal;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands in this process, with a terminal made of strings. */
final class Cli {
    private static final JsonMapper JSON = new JsonMapper();

    private Cli() {}

    /** How a command ended, and what it said. */
    record Result(int status, String out, String err) {
        /** Standard output as JSON, of a command that did what it should. */
        JsonNode json() {
            assertThat(err).isEmpty();
            assertThat(status).isZero();
            return parse(out);
        }

        /** The one line of standard error of a command that failed, or was used wrongly. */
        String complaint(final int expectedStatus) {
            assertThat(status).as("status; %s", err).isEqualTo(expectedStatus);
            final List<String> lines = err.lines().toList();
            assertThat(lines).hasSize(1);
            return lines.getFirst();
        }

        /** Standard output of a command that did what it should. */
        String text() {
            assertThat(err).isEmpty();
            assertThat(status).isZero();
            return out;
        }
    }

    static Result run(final String... args) {
        return answering("", args);
    }

    /** Runs a command that reads standard input. */
    static Result answering(final String input, final String... args) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final Terminal terminal =
                new Terminal(new PrintWriter(out), new PrintWriter(err), new StringReader(input), false, false, false);
        final int status = Stowage.run(terminal, args);
        return new Result(status, out.toString(), err.toString());
    }

    static JsonNode parse(final String text) {
        return JSON.readTree(text);
    }
}
