package io.stowage.sim.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command that a line may give.
 *
 * @param name   as the line has it: that of the schema, a small letter first.
 * @param fields that it may have.
 * @param step   encodes, sends, reads the reply.
 */
record ScenarioCommand(String name, Set<String> fields, Step step) {
    /** How a command is run. */
    @FunctionalInterface
    interface Step {
        ObjectNode run(Fields fields, Exchange exchange);
    }

    /** A command with the fields that all have, and its own. */
    static ScenarioCommand of(final String name, final Step step, final String... ownFields) {
        final Set<String> fields = new HashSet<>(List.of(
                "command",
                Exchange.CLUSTER,
                Exchange.SESSION,
                Exchange.AFTER,
                Exchange.ROLE,
                Exchange.SENDER,
                Exchange.INCARNATION));
        fields.addAll(List.of(ownFields));
        return new ScenarioCommand(name, Set.copyOf(fields), step);
    }
}
