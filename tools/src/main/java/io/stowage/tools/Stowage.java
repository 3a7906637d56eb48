package io.stowage.tools;

import io.stowage.tools.output.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program: parses the command line and runs one command. */
@Command(
        name = "stowage",
        description = "The chunk manager of a distributed block store.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class Stowage implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            order = 1_000,
            description = "Show where an error comes from, and what the program logs.")
    private boolean verbose;

    @Option(
            names = "-D",
            scope = ScopeType.INHERIT,
            order = 1_001,
            paramLabel = "KEY=VALUE",
            description = "Set a key of the configuration file, above file and environment.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /**
     * The root command.
     *
     * @param terminal to speak to.
     */
    public Stowage(final Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs one command and ends the process with its status.
     *
     * @param args the command line.
     */
    public static void main(final String[] args) {
        final int status = run(Terminal.ofProcess(), args);
        System.exit(status);
    }

    /**
     * Runs one command.
     *
     * @param terminal to speak to.
     * @param args     the command line.
     * @return the exit status: 0 done, 1 failed, 2 wrong usage.
     */
    public static int run(final Terminal terminal, final String... args) {
        final int status = commandLine(terminal).execute(args);
        terminal.flush();
        return status;
    }

    /**
     * The model of all commands.
     *
     * @param terminal to speak to.
     * @return ready to be executed.
     */
    public static CommandLine commandLine(final Terminal terminal) {
        final CommandLine line = new CommandLine(new Stowage(terminal));
        Commands.addTo(line);
        final Errors errors = new Errors(terminal);
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(false)
                .setUsageHelpWidth(terminal.width())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.hasColour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    /**
     * The root of a command.
     *
     * @param command any of the program.
     * @return its root.
     */
    public static Stowage of(final CommandSpec command) {
        return (Stowage) command.root().userObject();
    }

    /**
     * Who to speak to.
     *
     * @return the terminal.
     */
    public Terminal terminal() {
        return terminal;
    }

    /**
     * Whether stack traces and logs are wanted.
     *
     * @return true with {@code --verbose}.
     */
    public boolean verbose() {
        return verbose;
    }

    /**
     * Keys of the configuration that the command line sets.
     *
     * @return by name.
     */
    public Map<String, String> overrides() {
        return overrides;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? The first one on a new machine is 'stowage up'");
    }

    /** Prints a completion script for bash and zsh. */
    @Command(
            name = "completion",
            description = "Print a completion script for bash and zsh: source <(stowage completion)")
    static final class Completion implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            final CommandLine root = spec.root().commandLine();
            spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
        }
    }
}
