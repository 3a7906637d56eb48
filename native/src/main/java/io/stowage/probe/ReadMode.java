package io.stowage.probe;

/** How a latency probe read its file. */
public sealed interface ReadMode {
    /**
     * Past the page cache: the latency is the device's.
     *
     * @param memoryAlignmentBytes of the buffer
     * @param offsetAlignmentBytes of offset and length
     * @param assumed whether the kernel did not say and both were assumed
     */
    record Direct(int memoryAlignmentBytes, int offsetAlignmentBytes, boolean assumed) implements ReadMode {}

    /**
     * Through the page cache: the latency is mostly that of memory, not the device's.
     *
     * @param reason why direct reading was refused
     */
    record Buffered(String reason) implements ReadMode {}
}
