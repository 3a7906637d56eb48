package io.stowage.tools.output;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who a command speaks to: output, errors and answers, and what a screen can show. One thread at a time. */
public final class Terminal {
    private static final int WIDTH_DEFAULT = 100;
    private static final int WIDTH_MIN = 60;
    private static final String CLEAR = "\033[H\033[2J";

    private final PrintWriter out;
    private final PrintWriter err;
    private final BufferedReader in;
    private final boolean isScreen;
    private final boolean canAsk;
    private final boolean hasColour;

    /**
     * A terminal made of streams.
     *
     * @param out      for results.
     * @param err      for errors and progress.
     * @param in       for answers and scenarios.
     * @param isScreen whether a person looks at it, so that it may be redrawn.
     * @param canAsk   whether a person can answer.
     * @param hasColour whether colours are shown.
     */
    public Terminal(
            final PrintWriter out,
            final PrintWriter err,
            final Reader in,
            final boolean isScreen,
            final boolean canAsk,
            final boolean hasColour) {
        this.out = out;
        this.err = err;
        this.in = new BufferedReader(in);
        this.isScreen = isScreen;
        this.canAsk = canAsk;
        this.hasColour = hasColour;
    }

    /**
     * The terminal of this process. Colours and redrawing only where standard output is a screen, and no colours where
     * {@code NO_COLOR} is set.
     *
     * @return it.
     */
    public static Terminal ofProcess() {
        final boolean isScreen = isTerminal(1) && !"dumb".equals(System.getenv("TERM"));
        final String noColour = System.getenv("NO_COLOR");
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                new InputStreamReader(System.in, StandardCharsets.UTF_8),
                isScreen,
                isTerminal(0),
                isScreen && (noColour == null || noColour.isEmpty()));
    }

    /** {@return for results} */
    public PrintWriter out() {
        return out;
    }

    /** {@return for errors and progress} */
    public PrintWriter err() {
        return err;
    }

    /** {@return for scenarios from standard input} */
    public BufferedReader in() {
        return in;
    }

    /** {@return whether a person looks at it, so that it may be redrawn} */
    public boolean isScreen() {
        return isScreen;
    }

    /** {@return whether colours are shown} */
    public boolean hasColour() {
        return hasColour;
    }

    /**
     * Prints a line of results.
     *
     * @param line without line end.
     */
    public void line(final String line) {
        out.println(line);
    }

    /**
     * Prints one line of error.
     *
     * @param line without line end.
     */
    public void error(final String line) {
        out.flush();
        err.println(line);
        err.flush();
    }

    /** Starts a new page on a screen; elsewhere nothing. */
    public void clear() {
        if (isScreen) {
            out.print(CLEAR);
        }
    }

    /** Sends on what was printed. */
    public void flush() {
        out.flush();
        err.flush();
    }

    /**
     * Characters of a line.
     *
     * @return as the shell says, or a usual width.
     */
    public int width() {
        final String columns = System.getenv("COLUMNS");
        try {
            return columns == null ? WIDTH_DEFAULT : Math.max(WIDTH_MIN, Integer.parseInt(columns));
        } catch (final NumberFormatException notANumber) {
            return WIDTH_DEFAULT;
        }
    }

    /**
     * Asks a person to confirm what cannot be undone.
     *
     * @param question what will be done, as a question.
     * @return true only for a yes.
     * @throws Confirmation.Missing where nobody can answer.
     */
    public boolean confirm(final String question) {
        if (!canAsk) {
            throw new Confirmation.Missing(question);
        }
        out.flush();
        err.print(question + " [y/N] ");
        err.flush();
        try {
            final @Nullable String answer = in.readLine();
            if (answer == null) {
                return false;
            }
            final String given = answer.strip().toLowerCase(Locale.ROOT);
            return given.equals("y") || given.equals("yes");
        } catch (final IOException e) {
            throw new UncheckedIOException("the answer cannot be read: " + e.getMessage(), e);
        }
    }

    /** The kernel tells what a descriptor is; elsewhere the console counts for all three. */
    private static boolean isTerminal(final int descriptor) {
        final Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            return Optional.ofNullable(System.console())
                    .map(Console::isTerminal)
                    .orElse(false);
        }
        try {
            final String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (final IOException e) {
            return false;
        }
    }
}
