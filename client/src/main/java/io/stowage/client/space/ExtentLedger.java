package io.stowage.client.space;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * What an extent manager's tables hold, summed per chunk and space class, with the changes of each open space version kept
 * apart, so that a report of version {@code x} holds exactly the effects of the versions below {@code x}.
 *
 * <p>The ledger is a base and one table of changes for each open version. A change goes to the table of its version:
 *
 * <ul>
 *   <li>a location that the tables took is a change of the version of the <em>request</em> that reserved it, even if its
 *       reply came after the version was raised;
 *   <li>what happens to it later (it goes, becomes thin, a reposition ends) is a change of that same version while it is open:
 *       the next report shows what is left, or nothing;
 *   <li>once the base covers the version, it is a change of the base, which {@link ExtentProtocol} tells the server by a delta.
 * </ul>
 *
 * <p>Nothing is taken that is not there: no report ever holds a negative count.
 *
 * <p>{@link #fold} moves the changes of all versions below {@code x} into the base, which is then the content of report
 * {@code x}. What happens later to a segment that the base holds changes the base itself, or, while the report is sent in
 * fragments and must hold still, a table of late changes that joins the base when the report has ended.
 *
 * <p>Off-heap; allocates only when it meets more chunks or more open versions than ever before. Not thread-safe.
 */
public final class ExtentLedger {
    private static final long NEVER_STARTED = 0;

    private final int expectedRowsPerVersion;
    private final SpaceRows base;
    private final SpaceRows late;
    private final RowSum sum = new RowSum();
    private final ArrayDeque<SpaceRows> spare = new ArrayDeque<>();
    private SpaceRows[] changes = new SpaceRows[4];
    private long[] versions = new long[4];
    private int openCount;
    private long baseVersion = NEVER_STARTED;
    private long changeCount;
    private boolean frozen;

    /**
     * An empty ledger.
     *
     * @param expectedRows rows (a chunk and space class each) to be held without growing.
     */
    public ExtentLedger(final int expectedRows) {
        base = new SpaceRows(expectedRows);
        expectedRowsPerVersion = Math.max(64, expectedRows / 4);
        late = new SpaceRows(expectedRowsPerVersion);
        spare.add(new SpaceRows(expectedRowsPerVersion));
        spare.add(new SpaceRows(expectedRowsPerVersion));
    }

    /**
     * Tells what the tables held when the extent manager started; before {@link #start}.
     *
     * @param chunk      id.
     * @param spaceClass number of {@link SpaceClass}.
     * @param segments   count.
     * @param bytes      nominal.
     * @param rxSegments reposition destinations.
     * @param rxBytes    nominal.
     * @throws IllegalStateException once started.
     */
    public void preload(
            final int chunk,
            final int spaceClass,
            final long segments,
            final long bytes,
            final long rxSegments,
            final long rxBytes) {
        if (isStarted()) {
            throw new IllegalStateException(
                    "the ledger has started; tell what the tables held before the first version");
        }
        requireKey(chunk, spaceClass);
        base.change(SpaceRows.key(chunk, spaceClass), segments, bytes, rxSegments, rxBytes);
    }

    /**
     * Opens the first space version.
     *
     * @param version above every version that this extent manager ever used.
     */
    public void start(final long version) {
        if (isStarted()) {
            throw new IllegalStateException("the ledger has started at version " + this.version());
        }
        if (version <= 0) {
            throw new IllegalArgumentException("a space version is positive, found " + version);
        }
        baseVersion = version;
        open(version);
    }

    /**
     * Whether the first version was opened.
     *
     * @return false before {@link #start}.
     */
    public boolean isStarted() {
        return baseVersion != NEVER_STARTED;
    }

    /**
     * The current space version: that of new requests.
     *
     * @return 0 before {@link #start}.
     */
    public long version() {
        return openCount == 0 ? NEVER_STARTED : versions[openCount - 1];
    }

    /**
     * The base holds exactly the effects of the versions below this one.
     *
     * @return 0 before {@link #start}.
     */
    public long baseVersion() {
        return baseVersion;
    }

    /**
     * Raises the current version.
     *
     * @param version above the current one.
     */
    public void raise(final long version) {
        if (version <= version() || !isStarted()) {
            throw new IllegalArgumentException(
                    "a space version only rises: current " + version() + ", found " + version);
        }
        open(version);
    }

    /**
     * Whether changes of a version are still kept apart.
     *
     * @param version asked for.
     * @return false for one that the base covers, and for one that was never opened.
     */
    public boolean isOpen(final long version) {
        return indexOf(version) >= 0;
    }

    /**
     * Whether the base holds what a version did.
     *
     * @param version asked for; 0 for what the tables held when the extent manager started.
     * @return false for an open version, and for one to come.
     */
    public boolean isCovered(final long version) {
        return !isStarted() || version < baseVersion;
    }

    /**
     * The tables took segments that a request reserved.
     *
     * @param version      of the request.
     * @param chunk        id.
     * @param spaceClass   number of {@link SpaceClass}.
     * @param segments     count.
     * @param segmentBytes nominal bytes of each.
     */
    public void add(
            final long version, final int chunk, final int spaceClass, final long segments, final long segmentBytes) {
        change(version, chunk, spaceClass, segments, segments * segmentBytes, 0, 0);
    }

    /**
     * The tables took destinations of repositions that a request reserved.
     *
     * @param version      of the request.
     * @param chunk        id.
     * @param spaceClass   number of {@link SpaceClass}.
     * @param destinations count.
     * @param segmentBytes nominal bytes of each.
     */
    public void addRx(
            final long version,
            final int chunk,
            final int spaceClass,
            final long destinations,
            final long segmentBytes) {
        change(version, chunk, spaceClass, 0, 0, destinations, destinations * segmentBytes);
    }

    /**
     * What a version gave, or what the base holds of it, changes. A change that goes to the base goes to the late changes
     * while the base is frozen.
     *
     * @param version    open, or covered by the base.
     * @param chunk      id.
     * @param spaceClass number of {@link SpaceClass}.
     * @param segments   change of the count.
     * @param bytes      change of the nominal bytes.
     * @param rxSegments change of the reposition destinations.
     * @param rxBytes    change of their nominal bytes.
     * @return whether it was covered: the server has a row for it, if the report in force is that of the base.
     * @throws IllegalArgumentException if the tables hold fewer there; nothing is changed.
     * @throws IllegalStateException    if the version is neither open nor covered; nothing is changed.
     */
    boolean changeHeld(
            final long version,
            final int chunk,
            final int spaceClass,
            final long segments,
            final long bytes,
            final long rxSegments,
            final long rxBytes) {
        requireHeld(version, chunk, spaceClass, -segments, -bytes, -rxSegments, -rxBytes);
        if (!isCovered(version)) {
            change(version, chunk, spaceClass, segments, bytes, rxSegments, rxBytes);
            return false;
        }
        (frozen ? late : base).change(SpaceRows.key(chunk, spaceClass), segments, bytes, rxSegments, rxBytes);
        changeCount++;
        return true;
    }

    /** The base is on its way as a report: it holds still until {@link #thaw}. */
    void freeze() {
        frozen = true;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** The report has ended, in whatever way: late changes join the base. */
    void thaw() {
        frozen = false;
        if (late.used() > 0) {
            base.addAll(late);
            late.clear();
        }
    }

    /**
     * Any signed change, of reposition destinations too.
     *
     * @param version    to which it belongs; open.
     * @param chunk      id.
     * @param spaceClass number of {@link SpaceClass}.
     * @param segments   change of the count.
     * @param bytes      change of the nominal bytes.
     * @param rxSegments change of the reposition destinations.
     * @param rxBytes    change of their nominal bytes.
     * @throws IllegalStateException if the version is not open; nothing is changed.
     */
    public void change(
            final long version,
            final int chunk,
            final int spaceClass,
            final long segments,
            final long bytes,
            final long rxSegments,
            final long rxBytes) {
        requireKey(chunk, spaceClass);
        final int index = indexOf(version);
        if (index < 0) {
            throw new IllegalStateException("space version " + version
                    + " is not open: a report covers the versions below " + baseVersion + " and the current one is "
                    + version() + "; use the version of a request that has not ended");
        }
        changes[index].change(SpaceRows.key(chunk, spaceClass), segments, bytes, rxSegments, rxBytes);
        changeCount++;
    }

    /**
     * Moves the changes of all versions below one into the base.
     *
     * @param version at most the current one; the base then holds exactly the effects of the versions below it.
     */
    public void fold(final long version) {
        if (version < baseVersion || version > version()) {
            throw new IllegalArgumentException("cannot fold to version " + version + ": the base covers those below "
                    + baseVersion + " and the current one is " + version());
        }
        int folded = 0;
        while (versions[folded] < version) {
            final SpaceRows rows = changes[folded++];
            base.addAll(rows);
            rows.clear();
            spare.add(rows);
        }
        openCount -= folded;
        System.arraycopy(changes, folded, changes, 0, openCount);
        System.arraycopy(versions, folded, versions, 0, openCount);
        baseVersion = version;
    }

    /**
     * Segments held now, all versions together.
     *
     * @param chunk      id.
     * @param spaceClass number of {@link SpaceClass}.
     * @return count.
     */
    public long segments(final int chunk, final int spaceClass) {
        return sumOf(chunk, spaceClass).segments();
    }

    /**
     * Nominal bytes of the segments held now, all versions together.
     *
     * @param chunk      id.
     * @param spaceClass number of {@link SpaceClass}.
     * @return bytes.
     */
    public long bytes(final int chunk, final int spaceClass) {
        return sumOf(chunk, spaceClass).bytes();
    }

    /**
     * Reposition destinations held now, all versions together.
     *
     * @param chunk      id.
     * @param spaceClass number of {@link SpaceClass}.
     * @return count.
     */
    public long rxSegments(final int chunk, final int spaceClass) {
        return sumOf(chunk, spaceClass).rxSegments();
    }

    /**
     * Shows everything held now, all versions together. Allocates: for checks, not for the duty cycle.
     *
     * @param consumer of the rows that are not zero.
     */
    public void forEach(final RowConsumer consumer) {
        final SpaceRows all = new SpaceRows(base.used());
        all.addAll(base);
        all.addAll(late);
        for (int i = 0; i < openCount; i++) {
            all.addAll(changes[i]);
        }
        forEachRow(all, consumer);
    }

    /**
     * Shows the base: the content of report {@link #baseVersion}.
     *
     * @param consumer of the rows that are not zero.
     */
    public void forEachReported(final RowConsumer consumer) {
        forEachRow(base, consumer);
    }

    /**
     * How often anything was changed; a report is worth sending when it differs.
     *
     * @return a count that only rises.
     */
    public long changeCount() {
        return changeCount;
    }

    /** The table that the report walks. */
    SpaceRows base() {
        return base;
    }

    private static void forEachRow(final SpaceRows rows, final RowConsumer consumer) {
        for (int slot = 0; slot < rows.capacity(); slot++) {
            final long key = rows.keyAt(slot);
            if (key != 0 && !rows.isZeroAt(slot)) {
                consumer.accept(
                        SpaceRows.chunk(key),
                        SpaceRows.spaceClass(key),
                        rows.segmentsAt(slot),
                        rows.bytesAt(slot),
                        rows.rxSegmentsAt(slot),
                        rows.rxBytesAt(slot));
            }
        }
    }

    private void open(final long version) {
        if (openCount == versions.length) {
            changes = Arrays.copyOf(changes, openCount * 2);
            versions = Arrays.copyOf(versions, openCount * 2);
        }
        final SpaceRows rows = spare.isEmpty() ? new SpaceRows(expectedRowsPerVersion) : spare.poll();
        changes[openCount] = rows;
        versions[openCount] = version;
        openCount++;
    }

    private int indexOf(final long version) {
        for (int i = openCount - 1; i >= 0; i--) {
            if (versions[i] == version) {
                return i;
            }
        }
        return -1;
    }

    /** No report from this version's on may come to hold a negative count, or bytes without segments. */
    private void requireHeld(
            final long version,
            final int chunk,
            final int spaceClass,
            final long segments,
            final long bytes,
            final long rxSegments,
            final long rxBytes) {
        requireKey(chunk, spaceClass);
        final long key = SpaceRows.key(chunk, spaceClass);
        sum.clear().add(base, key).add(late, key);
        if (isCovered(version)) {
            sum.requireLeft(key, baseVersion, segments, bytes, rxSegments, rxBytes);
        }
        for (int i = 0; i < openCount; i++) {
            sum.add(changes[i], key);
            if (versions[i] >= version) {
                sum.requireLeft(key, versions[i], segments, bytes, rxSegments, rxBytes);
            }
        }
    }

    private RowSum sumOf(final int chunk, final int spaceClass) {
        final long key = SpaceRows.key(chunk, spaceClass);
        sum.clear().add(base, key).add(late, key);
        for (int i = 0; i < openCount; i++) {
            sum.add(changes[i], key);
        }
        return sum;
    }

    static void requireCount(final long count) {
        if (count < 1) {
            throw new IllegalArgumentException("nothing to remove: a count is positive, found " + count);
        }
    }

    private static void requireKey(final int chunk, final int spaceClass) {
        if (chunk <= 0 || spaceClass < 0 || spaceClass >= SpaceClass.COUNT) {
            throw new IllegalArgumentException("no such row: chunk " + chunk + ", class " + spaceClass
                    + "; chunk ids are positive and classes are 0 to " + (SpaceClass.COUNT - 1));
        }
    }
}
