package io.stowage.sim.scenario;

/** What is wrong with the line at hand; the runner adds its number. */
final class BadLine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    BadLine(final String text) {
        super(text);
        this.text = text;
    }

    String text() {
        return text;
    }
}
