package io.stowage.bench.peers;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures the placement of one other system and prints one JSON object, on one line. Whatever else there is to say goes to
 * standard error.
 */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = "Measures the placement policies of other systems.",
        subcommands = {TimeCommand.class, FillCommand.class, ListCommand.class})
public final class PeerMain implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PeerMain() {}

    /**
     * Makes one measurement and ends the process with its status.
     *
     * @param args the command line.
     */
    public static void main(final String[] args) {
        final PrintStream stdout = System.out;
        // The libraries may print; standard output is for the figures alone.
        System.setOut(System.err);
        final PrintWriter out = new PrintWriter(stdout, true, StandardCharsets.UTF_8);
        final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Makes one measurement.
     *
     * @param out  gets the figures.
     * @param err  gets what went wrong.
     * @param args the command line.
     * @return 0 done, 1 failed, 2 wrong usage.
     */
    public static int run(final PrintWriter out, final PrintWriter err, final String... args) {
        return new CommandLine(new PeerMain())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    if (exception instanceof PeerException) {
                        line.getErr().println("peers: " + exception.getMessage());
                    } else {
                        exception.printStackTrace(line.getErr());
                    }
                    return FAILED;
                })
                .setParameterExceptionHandler((exception, arguments) -> {
                    exception.getCommandLine().getErr().println("peers: " + exception.getMessage());
                    return exception.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
                })
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? 'time', 'fill' or 'list'");
    }
}
