package io.stowage.server.journal;

import java.nio.file.Path;

/** Something in the journal is damaged and valid batches follow it, so cutting it off would lose what was acknowledged. */
public final class JournalDamagedException extends JournalException {
    private static final long serialVersionUID = 1L;

    private final long position;
    private final transient Path file;
    private final String reason;

    JournalDamagedException(final long position, final Path file, final String reason) {
        super("journal is damaged at position " + position + " in " + file + ": " + reason
                + "; restore the directory from a snapshot, a replica or a backup");
        this.position = position;
        this.file = file;
        this.reason = reason;
    }

    /**
     * Up to where the journal is intact.
     *
     * @return the position after the last good entry before the damage.
     */
    public long position() {
        return position;
    }

    /**
     * Where the damage lies.
     *
     * @return the cycle file.
     */
    public Path file() {
        return file;
    }

    /**
     * What is damaged.
     *
     * @return the message without position, file and advice.
     */
    public String reason() {
        return reason;
    }
}
