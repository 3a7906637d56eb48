package io.stowage.tools;

import io.stowage.tools.output.Terminal;
import java.io.UncheckedIOException;
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
        final StringBuilder line =
                new StringBuilder("stowage: ").append(firstLine(String.valueOf(exception.getMessage())));
        if (exception instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            line.append("; did you mean '")
                    .append(unmatched.getSuggestions().getFirst())
                    .append("'?");
        }
        line.append(" (try '").append(command.getCommandSpec().qualifiedName()).append(" --help')");
        terminal.error(line.toString());
        return ExitCode.USAGE;
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
