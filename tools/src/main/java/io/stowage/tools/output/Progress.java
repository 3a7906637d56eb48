package io.stowage.tools.output;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One line on standard error that says how far a long command is; replaced on a screen, a new one now and then elsewhere.
 * One thread at a time.
 */
public final class Progress {
    private static final long SCREEN_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LINE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_MS = 20;

    private final Terminal terminal;
    private long dueNs = System.nanoTime();

    /**
     * A line that says nothing yet.
     *
     * @param terminal to say it on.
     */
    public Progress(final Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Says it now.
     *
     * @param line without line end.
     */
    public void say(final String line) {
        if (terminal.isScreen()) {
            terminal.err().print("\r\033[K" + line);
            terminal.err().flush();
        } else {
            terminal.error(line);
        }
    }

    /**
     * Says it if the last time is long enough ago.
     *
     * @param line without line end; asked for only if it is said.
     */
    public void sayIfDue(final Supplier<String> line) {
        final long nowNs = System.nanoTime();
        if (nowNs - dueNs >= 0) {
            dueNs = nowNs + (terminal.isScreen() ? SCREEN_INTERVAL_NS : LINE_INTERVAL_NS);
            say(line.get());
        }
    }

    /** Takes the line off the screen. */
    public void clear() {
        if (terminal.isScreen()) {
            say("");
        }
    }

    /** Lets others work for a moment, a few hundredths of a second. */
    public static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
