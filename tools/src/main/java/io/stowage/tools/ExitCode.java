package io.stowage.tools;

/** What the program ends with. */
public final class ExitCode {
    /** Done. */
    public static final int OK = 0;

    /** It failed; standard error says why in one line. */
    public static final int FAILED = 1;

    /** The command line is wrong; nothing was done. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
