package io.stowage.sim.shrink;

import io.stowage.engine.Limits;
import io.stowage.sim.log.LogEntry;
import io.stowage.sim.scenario.EngineTarget;
import io.stowage.sim.scenario.ScenarioRunner;
import io.stowage.sim.scenario.ScenarioWriter;
import io.stowage.sim.simulation.LogCheck;
import io.stowage.sim.simulation.SpaceDifference;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A log that breaks a law as a scenario that fails, and that passes where the law holds.
 *
 * @param lines of the scenario.
 * @param note  what a run of it showed.
 */
record FailingScenario(List<String> lines, String note) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CHANGED = "changed the state";

    static FailingScenario of(final List<LogEntry> log, final LogCheck.Outcome outcome) {
        final List<String> lines = new ArrayList<>(ScenarioWriter.write(log));
        final int commands = lines.size();
        try (EngineTarget target = new EngineTarget(Limits.small(), false)) {
            final ScenarioRunner runner = new ScenarioRunner(target);
            long hashBefore = 0;
            String reply = "{}";
            try {
                for (final String line : lines) {
                    hashBefore = target.stateHash();
                    reply = runner.runLine(line);
                }
            } catch (final RuntimeException failed) {
                return new FailingScenario(
                        lines, "line " + commands + " of the scenario fails by itself: " + failed.getMessage());
            }
            expectation(outcome, JSON.readTree(reply), hashBefore).forEach(line -> lines.add(line.toString()));
            return new FailingScenario(lines, note(runner, lines.subList(commands, lines.size())));
        }
    }

    static String comment(final String text) {
        return JsonNodeFactory.instance.objectNode().put("comment", text).toString();
    }

    private static String note(final ScenarioRunner runner, final List<String> expectation) {
        try {
            expectation.forEach(runner::runLine);
        } catch (final RuntimeException failed) {
            return "the scenario fails, as it should: " + failed.getMessage();
        }
        return "the scenario does not fail by itself: the law is broken only beside the model";
    }

    /** What an engine that keeps the law says after the last line. */
    private static List<ObjectNode> expectation(
            final LogCheck.Outcome outcome, final JsonNode reply, final long hashBefore) {
        final JsonNodeFactory json = JsonNodeFactory.instance;
        if (outcome.difference().isPresent()) {
            return List.of(expect(space(outcome.difference().get())));
        }
        if (outcome.law().equals("S9")) {
            return List.of(json.objectNode().put("verify", "sums"));
        }
        if (outcome.law().equals("S6")) {
            return List.of(json.objectNode().put("restart", "log"));
        }
        if (outcome.text().contains(CHANGED)) {
            return List.of(
                    json.objectNode().put("command", "stateHash"),
                    expect(json.objectNode().put("stateHash", HexFormat.of().toHexDigits(hashBefore))));
        }
        final ObjectNode wrong = json.objectNode();
        wrong.set("not", answer(reply));
        return List.of(expect(wrong));
    }

    private static ObjectNode expect(final ObjectNode what) {
        final ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set("expect", what);
        return line;
    }

    private static ObjectNode space(final SpaceDifference difference) {
        final ObjectNode space = JsonNodeFactory.instance
                .objectNode()
                .put("chunk", difference.chunk())
                .put("tier", difference.tier().name());
        difference.expected().forEach(space::put);
        return space;
    }

    /** The part of a reply that a law can forbid: its result, and of a reservation what was granted. */
    private static ObjectNode answer(final JsonNode reply) {
        final ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("result", reply.get("result"));
        if (reply.has("items")) {
            final ArrayNode items = answer.putArray("items");
            for (final JsonNode item : reply.get("items")) {
                final ObjectNode granted = items.addObject();
                for (final String field : List.of("result", "locations", "source", "destination")) {
                    if (item.has(field)) {
                        granted.set(field, item.get(field));
                    }
                }
            }
        }
        return answer;
    }
}
