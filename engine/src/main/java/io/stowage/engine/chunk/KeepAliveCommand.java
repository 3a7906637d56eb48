package io.stowage.engine.chunk;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.Health;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.KeepAliveReplyEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import io.stowage.engine.Limits;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.space.SpaceAccounting;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.table.RowTable;

/** A chunk is alive: takes over what it measured, and answers with the fence. Checked whole before anything changes. */
public final class KeepAliveCommand {
    private final ClusterTable cluster;
    private final ChunkTable chunks;
    private final ChunkStates states;
    private final SpaceAccounting accounting;
    private final CandidateIndex candidates;
    private final Replies replies;
    private final KeepAliveDecoder keepAlive = new KeepAliveDecoder();
    private final KeepAliveReplyEncoder reply = new KeepAliveReplyEncoder();

    /**
     * Creates the handler.
     *
     * @param cluster    with versions.
     * @param chunks     chunks.
     * @param states     to change.
     * @param accounting to tell of measurements.
     * @param candidates to tell of tiers and capacities.
     * @param replies    to answer with.
     */
    public KeepAliveCommand(
            final ClusterTable cluster,
            final ChunkTable chunks,
            final ChunkStates states,
            final SpaceAccounting accounting,
            final CandidateIndex candidates,
            final Replies replies) {
        this.cluster = cluster;
        this.chunks = chunks;
        this.states = states;
        this.accounting = accounting;
        this.candidates = candidates;
        this.replies = replies;
    }

    /**
     * Applies a keepalive.
     *
     * @param command to apply.
     */
    public void keepAlive(final CommandContext command) {
        wrap(command);
        final int chunk = chunks.findById((int) keepAlive.chunk());
        final long incarnation = command.header().incarnation();
        if (chunk == RowTable.NONE) {
            replies.send(command, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, keepAlive.chunk());
        } else if (incarnation < 1) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, 1, incarnation);
        } else if (incarnation < chunks.incarnation(chunk)) {
            replies.send(
                    command, ResultCode.FENCED, Reason.INCARNATION_TOO_OLD, chunks.incarnation(chunk), incarnation);
        } else if (isSuperseded(command, chunk)) {
            // A measurement that was overtaken would count too little.
            replies.send(
                    command,
                    ResultCode.FENCED,
                    Reason.SESSION_SUPERSEDED,
                    accounting.measuredOver(chunk),
                    command.sessionId());
        } else if (keepAlive.fence() > chunks.ackedPosition(chunk)) {
            replies.send(
                    command,
                    ResultCode.MALFORMED,
                    Reason.FENCE_FROM_THE_FUTURE,
                    chunks.ackedPosition(chunk),
                    keepAlive.fence());
        } else if (isWellFormed(command)) {
            reply(command, chunk, apply(command, chunk));
        }
    }

    private boolean isSuperseded(final CommandContext command, final int chunk) {
        return speaksForItself(command)
                && command.header().incarnation() == chunks.incarnation(chunk)
                && command.sessionId() < accounting.measuredOver(chunk);
    }

    private static boolean speaksForItself(final CommandContext command) {
        return command.sessionId() != 0 && command.header().role() == Role.CHUNK;
    }

    private boolean isWellFormed(final CommandContext command) {
        if (!isBoolean(keepAlive.warning())) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_ENUM, 0, 0);
            return false;
        }
        int seen = 0;
        for (final KeepAliveDecoder.TiersDecoder tiers = keepAlive.tiers(); tiers.hasNext(); ) {
            tiers.next();
            final long total = tiers.total();
            final long failed = tiers.failed();
            final long normal = tiers.thinUsedNormal();
            final long prioritized = tiers.thinUsedPrioritized();
            final Tier tier = tiers.tier();
            if (tier != Tier.CAPACITY && tier != Tier.PERFORMANCE) {
                replies.send(command, ResultCode.MALFORMED, Reason.BAD_ENUM, 0, tiers.tierRaw());
                return false;
            }
            if ((seen & 1 << tier.value()) != 0) {
                replies.send(command, ResultCode.MALFORMED, Reason.DUPLICATE_ROW, 0, tier.value());
                return false;
            }
            seen |= 1 << tier.value();
            if (isBeyond(total, Limits.MAX_BYTES)) {
                replies.send(command, ResultCode.MALFORMED, Reason.BAD_SIZE, Limits.MAX_BYTES, total);
                return false;
            }
            if (isBeyond(failed, total)) {
                replies.send(command, ResultCode.MALFORMED, Reason.BAD_SIZE, total, failed);
                return false;
            }
            if (isBeyond(normal, total) || isBeyond(prioritized, total - normal)) {
                replies.send(command, ResultCode.MALFORMED, Reason.BAD_SIZE, total, normal + prioritized);
                return false;
            }
        }
        return true;
    }

    /** Takes over what is told; returns the raw capacity that the licence does not cover, and so is not taken. */
    private long apply(final CommandContext command, final int chunk) {
        final long unlicensed = growRawCapacity(command, chunk);
        wrap(command);
        int offered = 0;
        boolean capacityChanged = false;
        for (final KeepAliveDecoder.TiersDecoder tiers = keepAlive.tiers(); tiers.hasNext(); ) {
            tiers.next();
            final long toldTotal = tiers.total();
            final long toldFailed = tiers.failed();
            final long normal = tiers.thinUsedNormal();
            final long prioritized = tiers.thinUsedPrioritized();
            final int tier = tiers.tier().value();
            final long total = unlicensed == 0 ? toldTotal : Math.min(toldTotal, accounting.total(chunk, tier));
            final long failed = Math.min(toldFailed, total);
            offered |= 1 << tier;
            capacityChanged |= accounting.measured(
                    chunk, tier, total, failed, normal, prioritized, keepAlive.fence(), command.position());
        }
        for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
            if ((offered & 1 << tier) == 0 && chunks.offers(chunk, tier)) {
                accounting.withdrawn(chunk, tier);
            }
        }
        if (capacityChanged || offered != chunks.tiers(chunk)) {
            chunks.tiers(chunk, offered);
            candidates.chunkChanged(chunk);
        }
        chunks.incarnation(chunk, command.header().incarnation());
        chunks.capabilities(chunk, keepAlive.capabilities());
        chunks.traffic(
                chunk,
                keepAlive.readIops(),
                keepAlive.writeIops(),
                keepAlive.readBytesPerSecond(),
                keepAlive.writeBytesPerSecond());
        chunks.running(
                chunk,
                keepAlive.runningRecovers(),
                keepAlive.runningMigrates(),
                keepAlive.runningSinks(),
                keepAlive.runningElevates());
        chunks.alive(chunk, command.timestampMs(), command.timestampMs() - cluster.pausedMs(), command.position());
        if (speaksForItself(command)) {
            accounting.measuredOver(chunk, command.sessionId());
        }
        states.health(command, chunk, keepAlive.warning() == BooleanType.TRUE ? Health.WARNING : Health.HEALTHY);
        return unlicensed;
    }

    /** A chunk that turns out larger than it was registered with counts with what it has, as far as it is licensed. */
    private long growRawCapacity(final CommandContext command, final int chunk) {
        wrap(command);
        long told = 0;
        for (final KeepAliveDecoder.TiersDecoder tiers = keepAlive.tiers(); tiers.hasNext(); ) {
            told += tiers.next().total();
        }
        final long growth = told - chunks.rawCapacityBytes(chunk);
        if (growth <= 0) {
            return 0;
        }
        final long licensed = cluster.licensedRawBytes();
        if (licensed != 0 && cluster.usedRawBytes() + growth > licensed) {
            return cluster.usedRawBytes() + growth - licensed;
        }
        chunks.rawCapacityBytes(chunk, told);
        cluster.addUsedRawBytes(growth);
        return 0;
    }

    private void reply(final CommandContext command, final int chunk, final long unlicensed) {
        final boolean whole = unlicensed == 0;
        final long licensed = cluster.licensedRawBytes();
        reply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(
                reply.header(),
                command,
                whole ? ResultCode.OK : ResultCode.PARTIAL,
                whole ? Reason.NONE : Reason.LICENCE_CAPACITY);
        reply.expected(whole ? 0 : licensed)
                .found(whole ? 0 : licensed + unlicensed)
                .fence(command.position())
                .topologyVersion(cluster.topologyVersion())
                .nodeMapVersion(cluster.nodeMapVersion())
                .enabledCapabilities(cluster.enabledCapabilities())
                .health(Health.get((short) chunks.health(chunk)))
                .adminState(AdminState.get((short) chunks.adminState(chunk)))
                .isolation(ChunkStates.isolationOf(chunks.isolation(chunk)));
        replies.send(command, reply.encodedLength());
    }

    private void wrap(final CommandContext command) {
        keepAlive.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
    }

    private static boolean isBoolean(final BooleanType value) {
        return value == BooleanType.TRUE || value == BooleanType.FALSE;
    }

    private static boolean isBeyond(final long value, final long limit) {
        return value < 0 || value > limit;
    }
}
