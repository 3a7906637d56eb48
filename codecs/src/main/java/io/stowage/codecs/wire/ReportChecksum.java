package io.stowage.codecs.wire;

/**
 * Checksum over the rows of a full space report.
 *
 * <p>It is the sum, modulo 2<sup>64</sup>, of one mixed word per row, so that it does not depend on the order of the rows
 * or on how they are cut into fragments. A row is folded field by field, each step being
 * {@code word = finalizer(word ^ field) * 0x9E3779B97F4A7C15}, where {@code finalizer} is that of SplitMix64 (Steele,
 * Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). The order of the fields: chunk, tier,
 * provision, priority (packed as {@code chunk << 3 | tier << 2 | provision << 1 | priority}), segments, bytes,
 * rxSegments, rxBytes.
 */
public final class ReportChecksum {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private ReportChecksum() {}

    /**
     * The word that a row adds to the checksum.
     *
     * @param chunk      id.
     * @param spaceClass tier &lt;&lt; 2 | provision &lt;&lt; 1 | priority.
     * @param segments   count.
     * @param bytes      nominal.
     * @param rxSegments count.
     * @param rxBytes    nominal.
     * @return the word to be added.
     */
    public static long ofRow(
            final int chunk,
            final int spaceClass,
            final long segments,
            final long bytes,
            final long rxSegments,
            final long rxBytes) {
        long word = fold(GOLDEN, ((long) chunk << 3) | spaceClass);
        word = fold(word, segments);
        word = fold(word, bytes);
        word = fold(word, rxSegments);
        return fold(word, rxBytes);
    }

    private static long fold(final long word, final long field) {
        long mixed = word ^ field;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (mixed ^ (mixed >>> 31)) * GOLDEN;
    }
}
