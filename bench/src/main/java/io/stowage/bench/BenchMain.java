package io.stowage.bench;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program behind {@code stowage bench}. */
@Command(
        name = "stowage",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        version = "stowage bench, of a checkout",
        subcommands = BenchCommand.class)
public final class BenchMain implements Runnable {
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private BenchMain() {}

    /**
     * Runs one benchmark and ends the process with its status.
     *
     * @param args the command line, from {@code bench} on.
     */
    public static void main(final String[] args) {
        final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs one benchmark.
     *
     * @param out  gets the figures.
     * @param err  gets what went wrong.
     * @param args the command line, from {@code bench} on.
     * @return 0 done, 1 failed, 2 wrong usage.
     */
    public static int run(final PrintWriter out, final PrintWriter err, final String... args) {
        return new CommandLine(new BenchMain())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    line.getErr().println("stowage: " + text(exception));
                    return FAILED;
                })
                .setParameterExceptionHandler((exception, arguments) -> {
                    final CommandLine line = exception.getCommandLine();
                    line.getErr()
                            .println("stowage: " + exception.getMessage() + " (try '"
                                    + line.getCommandSpec().qualifiedName() + " --help')");
                    return line.getCommandSpec().exitCodeOnInvalidInput();
                })
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? This program has only 'bench'");
    }

    private static String text(final Exception exception) {
        final String message = exception.getMessage();
        final boolean isWorded = exception.getClass().getName().startsWith("io.stowage.")
                || exception instanceof IllegalArgumentException;
        return message != null && isWorded ? message : "internal error: " + exception;
    }
}
