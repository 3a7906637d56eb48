package io.stowage.tools.space;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.EmConnection;
import io.stowage.client.blocking.EmRow;
import io.stowage.client.blocking.ReservationRow;
import io.stowage.tools.ToolException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On behalf of which extent manager a command acts. A mixin. */
public final class EmOptions {
    /** The extent manager that hands act for. */
    static final int EM_DEFAULT = 1000;

    @Option(
            names = "--em",
            paramLabel = "ID",
            description = "Extent manager to act for. Default: 1000, which is made known when first used.")
    private int em = EM_DEFAULT;

    @Option(
            names = "--space-version",
            paramLabel = "V",
            description =
                    "Space version. Default: the newest with open reservations, else the one after the last report.")
    private @Nullable Long version;

    /** Made by picocli. */
    public EmOptions() {}

    /** As whom a request is sent. */
    record Sender(int em, long incarnation, long version) {}

    int em() {
        return em;
    }

    /** Finds the extent manager, or makes it known. One that is known keeps its incarnation: nobody is fenced off. */
    Sender connect(final BlockingOperator operator) {
        final Optional<EmRow> known = find(operator);
        if (known.isEmpty()) {
            // Raised at each start, as an incarnation must be; only the first start of this one ever asks.
            final long incarnation = System.currentTimeMillis();
            final EmConnection connection = operator.connectEm(em, incarnation);
            connection.outcome().orThrow();
            return new Sender(em, incarnation, version == null ? connection.lastVersion() + 1 : version);
        }
        return sender(operator, known.get());
    }

    /** Finds the extent manager. */
    Sender require(final BlockingOperator operator) {
        return sender(
                operator,
                find(operator)
                        .orElseThrow(() -> new ToolException(
                                "no extent manager " + em + "; 'stowage em list' shows all, --em names another")));
    }

    private Sender sender(final BlockingOperator operator, final EmRow known) {
        if (version != null) {
            return new Sender(em, known.incarnation(), version);
        }
        final long open = operator.reservations(em).stream()
                .mapToLong(ReservationRow::version)
                .max()
                .orElse(known.lastVersion() + 1);
        return new Sender(em, known.incarnation(), open);
    }

    private Optional<EmRow> find(final BlockingOperator operator) {
        return operator.ems().stream().filter(row -> row.em() == em).findFirst();
    }
}
