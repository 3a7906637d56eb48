package io.stowage.tools.output;

import io.stowage.tools.Stowage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a listing is shown: once or again and again, for people or for programs. A mixin. */
public final class OutputOptions {
    private static final double WATCH_MIN_SECONDS = 0.1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "JSON for programs: exact bytes, times in milliseconds since 1970.")
    private boolean json;

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            description = "Show it again every 2 seconds, or as often as told, until interrupted.")
    private double watchSeconds;

    /** Made by picocli. */
    public OutputOptions() {}

    /**
     * Whether a program reads it.
     *
     * @return true with {@code --json}.
     */
    public boolean isJson() {
        return json;
    }

    /**
     * Shows a page, again and again if that is wanted.
     *
     * @param page    asked for each time.
     * @param between called often between two times, to keep a session alive.
     */
    public void show(final Supplier<Page> page, final Runnable between) {
        if (watchSeconds != 0 && watchSeconds < WATCH_MIN_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--watch takes at least " + WATCH_MIN_SECONDS + " seconds, not " + watchSeconds);
        }
        final Terminal terminal = Stowage.of(spec).terminal();
        do {
            final Page current = page.get();
            if (watchSeconds > 0) {
                terminal.clear();
            }
            terminal.line(
                    json
                            ? watchSeconds > 0 ? Json.line(current.json()) : Json.page(current.json())
                            : current.text(terminal.hasColour()));
            terminal.flush();
        } while (watchSeconds > 0 && pause(between));
    }

    private boolean pause(final Runnable between) {
        final long deadlineNs = System.nanoTime() + (long) (watchSeconds * TimeUnit.SECONDS.toNanos(1));
        while (System.nanoTime() - deadlineNs < 0) {
            between.run();
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
