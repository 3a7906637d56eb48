package io.stowage.server.ingress;

/** What the way in wants to know of the journal. */
public interface JournalState {
    /**
     * Whether commands can be taken.
     *
     * @return false while the disk is nearly full.
     */
    boolean hasSpace();

    /**
     * Free space that the journal wants to see on its disk.
     *
     * @return bytes.
     */
    long neededBytes();

    /**
     * Free space on its disk when it was last looked at.
     *
     * @return bytes.
     */
    long freeBytes();

    /**
     * Where the log ends.
     *
     * @return position, bytes.
     */
    long position();
}
