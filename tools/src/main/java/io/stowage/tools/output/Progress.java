package io.stowage.tools.demo;

import io.stowage.tools.output.Terminal;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One line on standard error that says how far the demo is; replaced on a screen, a new one now and then elsewhere. */
final class DemoProgress {
    private static final long SCREEN_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LINE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_MS = 20;

    private final Terminal terminal;
    private long dueNs = System.nanoTime();

    DemoProgress(final Terminal terminal) {
        this.terminal = terminal;
    }

    void say(final String line) {
        if (terminal.isScreen()) {
            terminal.err().print("\r\033[K" + line);
            terminal.err().flush();
        } else {
            terminal.error(line);
        }
    }

    void sayIfDue(final Supplier<String> line) {
        final long nowNs = System.nanoTime();
        if (nowNs - dueNs >= 0) {
            dueNs = nowNs + (terminal.isScreen() ? SCREEN_INTERVAL_NS : LINE_INTERVAL_NS);
            say(line.get());
        }
    }

    /** Takes the line off the screen. */
    void clear() {
        if (terminal.isScreen()) {
            say("");
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
