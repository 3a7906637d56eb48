package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.DomainRow;
import io.stowage.client.blocking.NodeRow;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Text;
import java.util.List;
import picocli.CommandLine.Command;

/** Where everything stands. */
@Command(
        name = "topology",
        description = "Topology: show.",
        subcommands = {TopologyCommand.Show.class})
public final class TopologyCommand extends Group {
    /** Made by picocli. */
    public TopologyCommand() {}

    /** The tree of zones, racks, bricks and nodes. */
    @Command(name = "show", description = "Show zones, racks, bricks and nodes as a tree.")
    static final class Show extends ListCommand {
        @Override
        protected Page page(final BlockingOperator operator) {
            final List<DomainRow> domains = operator.topology();
            final StringBuilder tree = new StringBuilder();
            append(tree, domains, operator.nodes(), 0, "", "");
            return Page.of(
                    domains.stream().map(Rows::domain).toList(),
                    tree.isEmpty()
                            ? "no topology yet: no node is registered"
                            : tree.toString().stripTrailing());
        }

        private static void append(
                final StringBuilder tree,
                final List<DomainRow> domains,
                final List<NodeRow> nodes,
                final int parent,
                final String path,
                final String indent) {
            for (final DomainRow domain : domains) {
                if (domain.parent() == parent) {
                    tree.append(indent)
                            .append(domain.level().name().toLowerCase(java.util.Locale.ROOT))
                            .append(' ')
                            .append(domain.name())
                            .append("  (")
                            .append(Text.count(domain.nodes(), "node"))
                            .append(")\n");
                    append(tree, domains, nodes, domain.domain(), path + domain.name() + '/', indent + "  ");
                }
            }
            for (final NodeRow node : nodes) {
                if (path.equals(pathOf(node))) {
                    tree.append(indent)
                            .append("node ")
                            .append(node.node())
                            .append("  ")
                            .append(node.name())
                            .append("  ")
                            .append(node.dataIp())
                            .append("  ")
                            .append(Text.count(node.chunks(), "chunk"))
                            .append(node.maintenance() ? "  MAINTENANCE" : "")
                            .append('\n');
                }
            }
        }

        private static String pathOf(final NodeRow node) {
            return node.zone() + '/' + node.rack() + '/' + (node.brick().isEmpty() ? "" : node.brick() + '/');
        }
    }
}
