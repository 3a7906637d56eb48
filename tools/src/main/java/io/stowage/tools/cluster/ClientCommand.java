package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.tools.Stowage;
import io.stowage.tools.connect.ConnectOptions;
import io.stowage.tools.connect.ServerConnection;
import io.stowage.tools.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that speaks to a server as an operator. */
public abstract class ClientCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    /** Made by picocli. */
    protected ClientCommand() {}

    @Override
    public final Integer call() {
        check();
        try (ServerConnection connection = connect.open();
                BlockingOperator operator = connect.operator(connection)) {
            return run(operator);
        }
    }

    /** Refuses wrong arguments before anybody is spoken to. */
    protected void check() {}

    /**
     * Does what the command is for.
     *
     * @param operator connected.
     * @return exit status.
     */
    protected abstract int run(BlockingOperator operator);

    /**
     * The command line of this command.
     *
     * @return its model.
     */
    protected final CommandSpec spec() {
        return spec;
    }

    /**
     * Who to speak to.
     *
     * @return the terminal.
     */
    protected final Terminal terminal() {
        return Stowage.of(spec).terminal();
    }
}
