package io.stowage.sim.model;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Space by term as the specification tells it, kept as rows in plain collections.
 *
 * <p>It is told what the engine took: it decides nothing about sessions, incarnations or versions that are refused. The
 * sums over all rows of a key are kept beside them; {@link #verify} computes them anew from the rows.
 */
public final class SpaceModel {
    static final List<Priority> PRIORITIES = List.of(Priority.NORMAL, Priority.PRIORITIZED);
    private static final Set<Tier> NO_TIERS = Set.of();

    private final Map<Integer, Ledger> ledgers = new TreeMap<>();
    private final Map<RowKey, Amount> reported = new HashMap<>();
    private final Map<RowKey, Amount> pending = new HashMap<>();
    private final Map<Integer, Map<Tier, MeasuredTier>> measured = new HashMap<>();
    private final Map<Integer, Set<Tier>> offered = new HashMap<>();
    private final SpaceLimitsModel limits = new SpaceLimitsModel(this);

    /** A model of a cluster without chunks. */
    public SpaceModel() {}

    /**
     * A setting changed.
     *
     * @param key   of the setting.
     * @param value in its unit.
     */
    public void configure(final ConfigKey key, final long value) {
        limits.configure(key, value);
    }

    /**
     * The limits of 2.5 over this model.
     *
     * @return limits.
     */
    public SpaceLimitsModel limits() {
        return limits;
    }

    /**
     * A chunk kept alive.
     *
     * @param keepAlive what it told.
     */
    public void keepAlive(final KeepAlive keepAlive) {
        keepAlive
                .tiers()
                .forEach((tier, reading) -> measuredTier(keepAlive.chunk(), tier)
                        .keepAlive(reading, keepAlive.fence(), keepAlive.position()));
        offered.put(keepAlive.chunk(), Set.copyOf(keepAlive.tiers().keySet()));
    }

    /**
     * What a chunk may tell of a tier that must not grow.
     *
     * @param chunk   id.
     * @param tier    of it.
     * @param reading as told.
     * @return the same with no more than the total that was told last.
     */
    public KeepAlive.TierReading cutToKnown(final int chunk, final Tier tier, final KeepAlive.TierReading reading) {
        final long total = Math.min(
                reading.total(), offers(chunk, tier) ? measuredTier(chunk, tier).total() : 0);
        return new KeepAlive.TierReading(
                total, Math.min(reading.failed(), total), reading.thinUsedNormal(), reading.thinUsedPrioritized());
    }

    /**
     * Space was granted.
     *
     * @param em      extent manager id.
     * @param version of its request.
     * @param key     where.
     * @param amount  how much.
     */
    public void reserve(final int em, final long version, final RowKey key, final Amount amount) {
        add(ledger(em).pending(version), key, amount);
        add(pending, key, amount);
    }

    /**
     * Space was given back.
     *
     * @param em      extent manager id.
     * @param version under which it was granted.
     * @param key     where.
     * @param amount  how much, positive.
     * @throws IllegalStateException if less was granted.
     */
    public void free(final int em, final long version, final RowKey key, final Amount amount) {
        final Map<RowKey, Amount> rows = ledger(em).pending(version);
        final Amount left = rows.getOrDefault(key, Amount.NONE).minus(amount);
        if (left.isNegative()) {
            throw new IllegalStateException("extent manager " + em + " gave back more than version " + version
                    + " reserved on " + key + ": " + left);
        }
        add(rows, key, Amount.NONE.minus(amount));
        add(pending, key, Amount.NONE.minus(amount));
    }

    /**
     * A report took effect.
     *
     * @param em      extent manager id.
     * @param version of the report.
     * @param rows    all that it holds.
     * @return chunks of which something may have changed.
     */
    public Set<Integer> report(final int em, final long version, final Map<RowKey, Amount> rows) {
        final Ledger ledger = ledger(em);
        final Map<RowKey, Amount> old = new HashMap<>(ledger.reported());
        final Map<RowKey, Amount> dropped = ledger.dropBelow(version);
        dropped.forEach((key, amount) -> add(pending, key, Amount.NONE.minus(amount)));
        final Set<RowKey> touched = new LinkedHashSet<>(old.keySet());
        touched.addAll(rows.keySet());
        touched.addAll(dropped.keySet());
        for (final RowKey key : touched) {
            final Amount before = old.getOrDefault(key, Amount.NONE);
            final Amount now = rows.getOrDefault(key, Amount.NONE);
            final RowKey thick = key.with(Provision.THICK);
            final long thickGone = old.getOrDefault(thick, Amount.NONE)
                            .plus(dropped.getOrDefault(thick, Amount.NONE))
                            .allBytes()
                    - rows.getOrDefault(thick, Amount.NONE).allBytes();
            final long madeThin = Math.min(now.bytes(), Math.max(0, thickGone));
            becameLive(key, liveAfterReport(before, dropped.getOrDefault(key, Amount.NONE), now, madeThin));
            add(reported, key, now.minus(before));
        }
        ledger.reported().clear();
        rows.forEach((key, amount) -> add(ledger.reported(), key, amount));
        return touched.stream().map(RowKey::chunk).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * A row of a delta took effect.
     *
     * @param em     extent manager id.
     * @param key    where.
     * @param change signed.
     * @throws IllegalStateException if it takes away more than was reported.
     */
    public void delta(final int em, final RowKey key, final Amount change) {
        final Map<RowKey, Amount> rows = ledger(em).reported();
        if (rows.getOrDefault(key, Amount.NONE).plus(change).isNegative()) {
            throw new IllegalStateException(
                    "a delta of extent manager " + em + " takes more from " + key + " than was reported: " + change);
        }
        add(rows, key, change);
        add(reported, key, change);
        becameLive(key, Math.max(Math.max(0, -change.rxBytes()), change.bytes()));
    }

    /**
     * An extent manager is gone with all that it had.
     *
     * @param em extent manager id.
     * @return chunks of which something may have changed.
     */
    public Set<Integer> removeExtentManager(final int em) {
        final Set<Integer> touched = report(em, Long.MAX_VALUE, Map.of());
        ledgers.remove(em);
        return touched;
    }

    /**
     * A chunk is gone.
     *
     * @param chunk id.
     * @throws IllegalStateException if something is still reported or reserved there.
     */
    public void removeChunk(final int chunk) {
        for (final Map<RowKey, Amount> rows : List.of(reported, pending)) {
            rows.forEach((key, amount) -> {
                if (key.chunk() == chunk) {
                    throw new IllegalStateException("chunk " + chunk + " was removed with " + amount + " on " + key);
                }
            });
        }
        measured.remove(chunk);
        offered.remove(chunk);
    }

    /**
     * Computes all sums anew.
     *
     * @throws IllegalStateException if one is not what the rows say.
     */
    public void verify() {
        final Map<RowKey, Amount> reportedAnew = new HashMap<>();
        final Map<RowKey, Amount> pendingAnew = new HashMap<>();
        for (final Ledger ledger : ledgers.values()) {
            ledger.addReportedTo(reportedAnew);
            ledger.addPendingTo(pendingAnew);
        }
        if (!reported.equals(reportedAnew) || !pending.equals(pendingAnew)) {
            throw new IllegalStateException("the sums of the model are not what its rows say");
        }
    }

    /**
     * Valid capacity that the chunk last told.
     *
     * @param chunk id.
     * @param tier  of it.
     * @return bytes.
     */
    public long capacity(final int chunk, final Tier tier) {
        return offers(chunk, tier) ? measuredTier(chunk, tier).capacity() : 0;
    }

    /**
     * Whether the chunk's last keepalive named the tier.
     *
     * @param chunk id.
     * @param tier  asked for.
     * @return true if it offers it.
     */
    public boolean offers(final int chunk, final Tier tier) {
        return offered.getOrDefault(chunk, NO_TIERS).contains(tier);
    }

    /**
     * All terms of a chunk and tier.
     *
     * @param chunk id.
     * @param tier  of it.
     * @return both priorities together.
     */
    public Terms terms(final int chunk, final Tier tier) {
        return terms(chunk, tier, Priority.NORMAL).plus(terms(chunk, tier, Priority.PRIORITIZED));
    }

    /**
     * All terms of a chunk, tier and priority.
     *
     * @param chunk    id.
     * @param tier     of it.
     * @param priority of the segments.
     * @return its terms.
     */
    public Terms terms(final int chunk, final Tier tier, final Priority priority) {
        final RowKey thick = new RowKey(chunk, tier, Provision.THICK, priority);
        final RowKey thin = new RowKey(chunk, tier, Provision.THIN, priority);
        final Amount thickHeld = reported.getOrDefault(thick, Amount.NONE);
        final Amount thickPending = pending.getOrDefault(thick, Amount.NONE);
        final Amount thinHeld = reported.getOrDefault(thin, Amount.NONE);
        final Amount thinPending = pending.getOrDefault(thin, Amount.NONE);
        final MeasuredTier chunkTier = measuredTier(chunk, tier);
        return new Terms(
                thickHeld.bytes(),
                thickPending.bytes(),
                thickHeld.rxBytes() + thickPending.rxBytes(),
                chunkTier.used(priority),
                chunkTier.fresh(priority),
                chunkTier.aging(priority),
                thinPending.bytes(),
                thinHeld.rxBytes() + thinPending.rxBytes(),
                thinHeld.bytes());
    }

    /**
     * What may be live now and was not counted as live before: reservations that the report covers, reposition destinations
     * that ended, thick segments that are gone and may have become thin, or growth that no reservation explains.
     */
    private static long liveAfterReport(final Amount old, final Amount dropped, final Amount now, final long madeThin) {
        final long rxEnded = Math.max(0, old.rxBytes() + dropped.rxBytes() - now.rxBytes());
        return Math.max(dropped.bytes() + rxEnded + madeThin, now.bytes() - old.bytes());
    }

    private void becameLive(final RowKey key, final long bytes) {
        if (key.provision() == Provision.THIN && bytes > 0) {
            measuredTier(key.chunk(), key.tier()).becameLive(key.priority(), bytes);
        }
    }

    private static void add(final Map<RowKey, Amount> rows, final RowKey key, final Amount change) {
        final Amount sum = rows.getOrDefault(key, Amount.NONE).plus(change);
        if (sum.isNone()) {
            rows.remove(key);
        } else {
            rows.put(key, sum);
        }
    }

    private Ledger ledger(final int em) {
        return ledgers.computeIfAbsent(em, absent -> new Ledger());
    }

    private MeasuredTier measuredTier(final int chunk, final Tier tier) {
        return measured.computeIfAbsent(chunk, absent -> new EnumMap<>(Tier.class))
                .computeIfAbsent(tier, absent -> new MeasuredTier());
    }
}
