package io.stowage.tools;

import io.stowage.tools.config.NearestName;
import io.stowage.tools.output.Terminal;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what went wrong in one line on standard error; the stack trace only to those who ask for it. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Terminal terminal;

    Errors(final Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(final ParameterException exception, final String[] args) {
        final CommandLine command = exception.getCommandLine();
        final String what = exception instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched, command)
                : firstLine(String.valueOf(exception.getMessage())).replaceFirst("^Error: ", "");
        terminal.error("stowage: " + what + " (try '" + command.getCommandSpec().qualifiedName() + " --help')");
        return ExitCode.USAGE;
    }

    private static String unknown(final UnmatchedArgumentException exception, final CommandLine command) {
        final String name = exception.getUnmatched().getFirst();
        final List<String> known = name.startsWith("-")
                ? List.copyOf(command.getCommandSpec().optionsMap().keySet())
                : List.copyOf(command.getSubcommands().keySet());
        final String nearest = known.isEmpty() ? "" : NearestName.of(name, known);
        return "'" + name + "' is not known here"
                + (nearest.isEmpty() || NearestName.distance(name, nearest) > Math.max(1, name.length() / 2)
                        ? ""
                        : "; did you mean '" + nearest + "'?");
    }

    @Override
    public int handleExecutionException(
            final Exception exception, final CommandLine command, final ParseResult parseResult) {
        final boolean verbose = command.getCommandSpec().root().userObject() instanceof Stowage root && root.verbose();
        terminal.error("stowage: " + text(exception, verbose));
        if (verbose) {
            exception.printStackTrace(terminal.err());
            terminal.err().flush();
        }
        return ExitCode.FAILED;
    }

    /** Errors that we word ourselves stand for themselves; anything else is a defect of ours or of the machine. */
    private static String text(final Exception exception, final boolean verbose) {
        final String message = exception.getMessage();
        if (message != null && (isWorded(exception) || exception instanceof IllegalArgumentException)) {
            return firstLine(message);
        }
        if (exception instanceof UncheckedIOException && message != null) {
            return firstLine(message);
        }
        return "internal error: " + firstLine(exception.toString()) + (verbose ? "" : " (--verbose shows where)");
    }

    private static boolean isWorded(final Exception exception) {
        return exception.getClass().getName().startsWith("io.stowage.");
    }

    private static String firstLine(final String text) {
        return text.lines().findFirst().orElse(text);
    }
}
