package io.stowage.sim.scenario;

import io.stowage.engine.InvariantViolation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a scenario line by line: one JSON reply a line, written and flushed before the next line is read.
 *
 * <p>A line is one of {@code {"command":...}}, {@code {"tick":ms}}, {@code {"restart":"log"}}, {@code {"verify":"sums"}},
 * {@code {"expect":{...}}} and {@code {"comment":"..."}}; empty lines are skipped. The first line that cannot be run, or whose expectation does not hold, ends the run with a
 * {@link ScenarioException}. Not thread-safe.
 */
public final class ScenarioRunner {
    static final long DEFAULT_STEP_MS = 1_000;
    static final long LONGEST_TICK_MS = 366L * 86_400_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Map<String, ScenarioCommand> COMMANDS = commands();

    private final Exchange exchange;
    private @Nullable ObjectNode lastReply;
    private int line;

    /**
     * A runner that has run nothing yet.
     *
     * @param target that answers; stays open.
     */
    public ScenarioRunner(final ScenarioTarget target) {
        exchange = new Exchange(target);
    }

    /**
     * Runs all lines.
     *
     * @param scenario to read to its end.
     * @param replies  to write to; flushed after every line.
     * @return lines that were read, empty ones included.
     * @throws IOException       if reading or writing fails.
     * @throws ScenarioException at the first line that is wrong or whose expectation does not hold.
     */
    public int run(final Reader scenario, final Writer replies) throws IOException {
        final BufferedReader lines = new BufferedReader(scenario);
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            final String reply = runLine(text);
            if (!reply.isEmpty()) {
                replies.write(reply);
                replies.write('\n');
                replies.flush();
            }
        }
        return line;
    }

    /**
     * Runs the next line.
     *
     * @param text of the line.
     * @return its reply, without a line feed; empty for an empty line.
     * @throws ScenarioException if the line is wrong or its expectation does not hold.
     */
    public String runLine(final String text) {
        line++;
        if (text.isBlank()) {
            return "";
        }
        try {
            return JSON.writeValueAsString(apply(parse(text)));
        } catch (final BadLine wrong) {
            throw new ScenarioException(line, wrong.text());
        } catch (final InvariantViolation broken) {
            throw new ScenarioException(line, "the engine found itself wrong: " + broken.getMessage());
        }
    }

    private static JsonNode parse(final String text) {
        try {
            return JSON.readTree(text);
        } catch (final JacksonException notJson) {
            final String why = notJson.getOriginalMessage().lines().findFirst().orElse("");
            throw new BadLine("not JSON at column " + notJson.getLocation().getColumnNr() + ": " + why);
        }
    }

    private ObjectNode apply(final JsonNode json) {
        if (!json.isObject()) {
            throw new BadLine("a line must be a JSON object, found " + json);
        }
        if (json.has("command")) {
            lastReply = command(json);
            return lastReply;
        }
        if (json.has("tick")) {
            lastReply = tick(Fields.of(json, "", Set.of("tick", "step")));
            return lastReply;
        }
        if (json.has("restart")) {
            lastReply = restart(Fields.of(json, "", Set.of("restart")));
            return lastReply;
        }
        if (json.has("verify")) {
            lastReply = verify(Fields.of(json, "", Set.of("verify")));
            return lastReply;
        }
        if (json.has("expect")) {
            final Fields fields = Fields.of(json, "", Set.of("expect"));
            new Expectation(fields.required("expect")).check(lastReply, exchange);
            return JsonNodeFactory.instance.objectNode().put("expect", "ok");
        }
        if (json.has("comment")) {
            final Fields fields = Fields.of(json, "", Set.of("comment"));
            return JsonNodeFactory.instance.objectNode().put("comment", fields.text("comment"));
        }
        throw new BadLine("a line needs 'command', 'tick', 'restart', 'verify', 'expect' or 'comment', found " + json);
    }

    private ObjectNode command(final JsonNode json) {
        final JsonNode name = json.get("command");
        final ScenarioCommand command = name.isString() ? COMMANDS.get(name.stringValue()) : null;
        if (command == null) {
            final String text = name.isString() ? "'" + name.stringValue() + "'" : name.toString();
            throw new BadLine("unknown command " + text
                    + (name.isString() ? NearestName.hint(name.stringValue(), COMMANDS.keySet()) : ""));
        }
        final Fields fields = Fields.of(json, "", command.fields());
        exchange.begin(fields);
        return command.step().run(fields, exchange);
    }

    /** Time passes as a server lets it pass, tick by tick; a longer step is a pause of the server. */
    private ObjectNode tick(final Fields fields) {
        final ScenarioTarget target = exchange.target();
        final long millis = fields.number("tick", 0, LONGEST_TICK_MS);
        target.tick(millis, fields.number("step", 1, LONGEST_TICK_MS, DEFAULT_STEP_MS));
        return exchange.done().put("time", target.timestampMs());
    }

    /** The process ends and starts again; the same log must give the same state. */
    private ObjectNode restart(final Fields fields) {
        final String from = fields.text("restart");
        if (!from.equals("log") && !from.equals("snapshot")) {
            throw fields.wrong("restart", "\"log\" or \"snapshot\"", fields.required("restart"));
        }
        final String fault = exchange.host("'restart'").restart(from.equals("snapshot"));
        if (!fault.isEmpty()) {
            throw new BadLine("not the same after a restart from the " + from + ": " + fault);
        }
        return exchange.done();
    }

    private ObjectNode verify(final Fields fields) {
        if (!"sums".equals(fields.text("verify"))) {
            throw fields.wrong("verify", "\"sums\"", fields.required("verify"));
        }
        exchange.host("'verify'").verify();
        return exchange.done();
    }

    private static Map<String, ScenarioCommand> commands() {
        final Map<String, ScenarioCommand> commands = new TreeMap<>();
        Stream.of(
                        HostCommands.all(),
                        TopologyCommands.all(),
                        ChunkCommands.all(),
                        KeepAliveCommand.all(),
                        ExtentManagerCommands.all(),
                        AllocationCommands.all(),
                        RepositionCommands.all(),
                        ReportCommands.all(),
                        DeltaCommands.all(),
                        ControlCommands.all(),
                        QueryCommands.all())
                .flatMap(List::stream)
                .forEach(command -> commands.put(command.name(), command));
        return commands;
    }
}
