package io.stowage.sim.model;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Space by term as the specification tells it, computed anew from all rows whenever it is asked for.
 *
 * <p>It is told what the engine took: it decides nothing about sessions, incarnations or versions that are refused.
 */
public final class SpaceModel {
    static final List<Priority> PRIORITIES = List.of(Priority.NORMAL, Priority.PRIORITIZED);
    private static final Set<Tier> NO_TIERS = Set.of();

    private final Map<Integer, Map<RowKey, Amount>> reported = new TreeMap<>();
    private final Map<Integer, NavigableMap<Long, Map<RowKey, Amount>>> pending = new TreeMap<>();
    private final Map<Integer, Map<Tier, MeasuredTier>> measured = new TreeMap<>();
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
     * Space was granted.
     *
     * @param em      extent manager id.
     * @param version of its request.
     * @param key     where.
     * @param amount  how much.
     */
    public void reserve(final int em, final long version, final RowKey key, final Amount amount) {
        pending.computeIfAbsent(em, absent -> new TreeMap<>())
                .computeIfAbsent(version, absent -> new HashMap<>())
                .merge(key, amount, Amount::plus);
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
        final Amount left = pendingOf(em, version)
                .getOrDefault(key, Amount.NONE)
                .plus(new Amount(-amount.segments(), -amount.bytes(), -amount.rxSegments(), -amount.rxBytes()));
        if (left.segments() < 0 || left.bytes() < 0 || left.rxSegments() < 0 || left.rxBytes() < 0) {
            throw new IllegalStateException("extent manager " + em + " gave back more than version " + version
                    + " reserved on " + key + ": " + left);
        }
        if (left.isNone()) {
            pendingOf(em, version).remove(key);
        } else {
            pendingOf(em, version).put(key, left);
        }
    }

    /**
     * A report took effect.
     *
     * @param em      extent manager id.
     * @param version of the report.
     * @param rows    all that it holds.
     */
    public void report(final int em, final long version, final Map<RowKey, Amount> rows) {
        final Map<RowKey, Amount> old = reported.getOrDefault(em, Map.of());
        final NavigableMap<Long, Map<RowKey, Amount>> versions = pending.computeIfAbsent(em, absent -> new TreeMap<>());
        final Map<RowKey, Amount> dropped = new HashMap<>();
        for (final Map<RowKey, Amount> below : versions.headMap(version, false).values()) {
            below.forEach((key, amount) -> dropped.merge(key, amount, Amount::plus));
        }
        versions.headMap(version, false).clear();
        final Set<RowKey> touched = new HashSet<>(old.keySet());
        touched.addAll(rows.keySet());
        touched.addAll(dropped.keySet());
        for (final RowKey key : touched) {
            if (key.provision() == Provision.THIN) {
                final long live = becameLive(
                        old.getOrDefault(key, Amount.NONE),
                        dropped.getOrDefault(key, Amount.NONE),
                        rows.getOrDefault(key, Amount.NONE));
                measuredTier(key.chunk(), key.tier()).becameLive(key.priority(), live);
            }
        }
        reported.put(em, new HashMap<>(rows));
    }

    /**
     * An extent manager is gone with all that it had.
     *
     * @param em extent manager id.
     */
    public void removeExtentManager(final int em) {
        report(em, Long.MAX_VALUE, Map.of());
        reported.remove(em);
        pending.remove(em);
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
     * @return computed from the rows.
     */
    public Terms terms(final int chunk, final Tier tier, final Priority priority) {
        final RowKey thick = new RowKey(chunk, tier, Provision.THICK, priority);
        final RowKey thin = new RowKey(chunk, tier, Provision.THIN, priority);
        final Amount thickHeld = reportedOf(thick);
        final Amount thickPending = pendingOf(thick);
        final Amount thinHeld = reportedOf(thin);
        final Amount thinPending = pendingOf(thin);
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
     * that ended, or growth that no reservation explains.
     */
    private static long becameLive(final Amount old, final Amount dropped, final Amount now) {
        final long rxEnded = Math.max(0, old.rxBytes() + dropped.rxBytes() - now.rxBytes());
        return Math.max(dropped.bytes() + rxEnded, now.bytes() - old.bytes());
    }

    private Amount reportedOf(final RowKey key) {
        return reported.values().stream()
                .map(rows -> rows.getOrDefault(key, Amount.NONE))
                .reduce(Amount.NONE, Amount::plus);
    }

    private Amount pendingOf(final RowKey key) {
        return pending.values().stream()
                .flatMap(versions -> versions.values().stream())
                .map(rows -> rows.getOrDefault(key, Amount.NONE))
                .reduce(Amount.NONE, Amount::plus);
    }

    private Map<RowKey, Amount> pendingOf(final int em, final long version) {
        return pending.computeIfAbsent(em, absent -> new TreeMap<>())
                .computeIfAbsent(version, absent -> new HashMap<>());
    }

    private MeasuredTier measuredTier(final int chunk, final Tier tier) {
        return measured.computeIfAbsent(chunk, absent -> new EnumMap<>(Tier.class))
                .computeIfAbsent(tier, absent -> new MeasuredTier());
    }
}
