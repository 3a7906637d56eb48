package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.Created;
import io.stowage.client.blocking.NodeRow;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Confirmation;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.Page;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Nodes: the physical machines. */
@Command(
        name = "node",
        description = "Nodes: list, show, register, move, remove, maintenance.",
        subcommands = {
            NodeCommand.ListNodes.class,
            NodeCommand.Show.class,
            NodeCommand.Register.class,
            NodeCommand.Move.class,
            NodeCommand.Remove.class,
            NodeCommand.Maintenance.class
        })
public final class NodeCommand extends Group {
    private static final String NONE =
            "no nodes yet; start 'stowage agent' on the storage nodes, or 'stowage node register'";

    /** Made by picocli. */
    public NodeCommand() {}

    private static Listing<NodeRow> listing(final List<NodeRow> rows) {
        return new Listing<>(
                rows,
                Rows::node,
                List.of(
                        Column.figure("NODE", NodeRow::node),
                        Column.word("NAME", NodeRow::name),
                        Column.word("DATA IP", NodeRow::dataIp),
                        Column.word("ZONE", NodeRow::zone),
                        Column.word("RACK", NodeRow::rack),
                        Column.word("BRICK", node -> node.brick().isEmpty() ? "-" : node.brick()),
                        Column.figure("CHUNKS", NodeRow::chunks),
                        Column.word("MAINTENANCE", NodeCommand::maintenance)),
                NONE);
    }

    private static String maintenance(final NodeRow node) {
        if (!node.maintenance()) {
            return "-";
        }
        return node.maintenanceUntilMs() == 0
                ? "MAINTENANCE"
                : "MAINTENANCE until " + Instant.ofEpochMilli(node.maintenanceUntilMs());
    }

    /** All nodes. */
    @Command(name = "list", description = "List all nodes.")
    static final class ListNodes extends ListCommand {
        @Override
        protected Page page(final BlockingOperator operator) {
            return listing(operator.nodes());
        }
    }

    /** One node. */
    @Command(name = "show", description = "Show one node.")
    static final class Show extends ListCommand {
        @Parameters(paramLabel = "NODE", description = "Node id.")
        private int node;

        @Override
        protected Page page(final BlockingOperator operator) {
            final NodeRow found = operator.nodes().stream()
                    .filter(row -> row.node() == node)
                    .findFirst()
                    .orElseThrow(() -> new ToolException("no node " + node + "; 'stowage node list' shows all"));
            return Page.of(Rows.node(found), listing(List.of(found)).text(false));
        }
    }

    /** Makes a node known. */
    @Command(name = "register", description = "Make a node known; the same again changes nothing.")
    static final class Register extends ActionCommand {
        @Parameters(paramLabel = "IP", description = "Data IP, the node's identity.")
        private String ip = "";

        @Option(names = "--name", required = true, description = "Host name for people.")
        private String name = "";

        @Option(names = "--zone", required = true, description = "Zone.")
        private String zone = "";

        @Option(names = "--rack", required = true, description = "Rack in the zone.")
        private String rack = "";

        @Option(names = "--brick", description = "Chassis in the rack.")
        private String brick = "";

        @Override
        protected int run(final BlockingOperator operator) {
            final Created created = operator.registerNode(ip, name, zone, rack, brick);
            return tell(created.outcome(), "node " + created.id() + " is registered", "node", created.id());
        }
    }

    /** Moves a node. */
    @Command(name = "move", description = "Move a node with all its chunks to another place.")
    static final class Move extends ActionCommand {
        @Parameters(paramLabel = "NODE", description = "Node id.")
        private int node;

        @Option(names = "--zone", required = true, description = "Zone.")
        private String zone = "";

        @Option(names = "--rack", required = true, description = "Rack in the zone.")
        private String rack = "";

        @Option(names = "--brick", description = "Chassis in the rack; none if left out.")
        private String brick = "";

        @Override
        protected int run(final BlockingOperator operator) {
            return tell(
                    operator.command(() -> operator.client().moveNode(node, zone, rack, brick)),
                    "node " + node + " stands in " + zone + '/' + rack + (brick.isEmpty() ? "" : '/' + brick),
                    "node",
                    node);
        }
    }

    /** Forgets a node. */
    @Command(name = "remove", description = "Forget a node that has no chunks.")
    static final class Remove extends ActionCommand {
        @Parameters(paramLabel = "NODE", description = "Node id.")
        private int node;

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        protected void check() {
            confirmation.require("Forget node " + node + "?");
        }

        @Override
        protected int run(final BlockingOperator operator) {
            return tell(
                    operator.command(() -> operator.client().removeNode(node)),
                    "node " + node + " is forgotten",
                    "node",
                    node);
        }
    }

    /** Maintenance on and off. */
    @Command(
            name = "maintenance",
            description = "Put a node into maintenance (its chunks get nothing new), or take it out.")
    static final class Maintenance extends ActionCommand {
        @Parameters(index = "0", paramLabel = "NODE", description = "Node id.")
        private int node;

        @Parameters(index = "1", paramLabel = "on|off", description = "Into maintenance, or out of it.")
        private String switched = "";

        @Option(names = "--minutes", paramLabel = "N", description = "It ends by itself after so many minutes.")
        private long minutes;

        @Override
        protected void check() {
            if (!switched.equals("on") && !switched.equals("off")) {
                throw new ParameterException(spec().commandLine(), "write on or off, not '" + switched + "'");
            }
            if (minutes < 0) {
                throw new ParameterException(spec().commandLine(), "--minutes must not be negative: " + minutes);
            }
        }

        @Override
        protected int run(final BlockingOperator operator) {
            final boolean on = switched.equals("on");
            final long untilMs = minutes == 0 ? 0 : System.currentTimeMillis() + minutes * 60_000;
            return tell(
                    operator.command(() -> operator.client().maintenance(node, untilMs, on)),
                    "node " + node + (on ? " is in maintenance: its chunks get nothing new" : " is back in service"),
                    "node",
                    node);
        }
    }
}
