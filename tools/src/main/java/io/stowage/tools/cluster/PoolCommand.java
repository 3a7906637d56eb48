package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.Created;
import io.stowage.client.blocking.PoolRow;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Confirmation;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.Page;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Storage pools. */
@Command(
        name = "pool",
        description = "Storage pools: list, create, remove.",
        subcommands = {PoolCommand.ListPools.class, PoolCommand.Create.class, PoolCommand.Remove.class})
public final class PoolCommand extends Group {
    /** Made by picocli. */
    public PoolCommand() {}

    /** All pools. */
    @Command(name = "list", description = "List all storage pools.")
    static final class ListPools extends ListCommand {
        @Override
        protected Page page(final BlockingOperator operator) {
            return new Listing<>(
                    operator.pools(),
                    Rows::pool,
                    List.of(
                            Column.figure("POOL", PoolRow::pool),
                            Column.word("NAME", PoolRow::name),
                            Column.figure("CHUNKS", PoolRow::chunks)),
                    "no storage pools");
        }
    }

    /** Creates a pool. */
    @Command(name = "create", description = "Create a storage pool; the same again changes nothing.")
    static final class Create extends ActionCommand {
        @Parameters(paramLabel = "NAME", description = "Name.")
        private String name = "";

        @Override
        protected int run(final BlockingOperator operator) {
            final Created created = operator.createPool(name);
            return tell(created.outcome(), "pool " + created.id() + " is there: " + name, "pool", created.id());
        }
    }

    /** Removes an empty pool. */
    @Command(name = "remove", description = "Remove an empty storage pool.")
    static final class Remove extends ActionCommand {
        @Parameters(paramLabel = "POOL", description = "Pool id.")
        private int pool;

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        protected void check() {
            confirmation.require("Remove pool " + pool + "?");
        }

        @Override
        protected int run(final BlockingOperator operator) {
            return tell(
                    operator.command(() -> operator.client().removePool(pool)),
                    "pool " + pool + " is removed",
                    "pool",
                    pool);
        }
    }
}
