package io.stowage.engine.space;

import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.FreeForRepositionDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.wire.Protocol;
import io.stowage.engine.Limits;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.extentmanager.ExtentManagers;
import io.stowage.engine.table.RowTable;

/** Reservations given back under the version that made them: all segments of the command, or none. */
public final class FreeCommands {
    private final ExtentManagers senders;
    private final ExtentManagerTable ems;
    private final ChunkTable chunks;
    private final Reservations reservations;
    private final Replies replies;
    private final FreeForAllocationDecoder allocation = new FreeForAllocationDecoder();
    private final FreeForRepositionDecoder reposition = new FreeForRepositionDecoder();

    /** Chunks of the command at hand, in its order. */
    private final int[] given;

    /** How many segments of each chunk the command at hand has named so far; all zeros between commands. */
    private final int[] namedSoFar;

    private int givenCount;

    /**
     * Creates the handler.
     *
     * @param senders      to identify.
     * @param ems          extent managers.
     * @param chunks       chunks.
     * @param reservations to change.
     * @param replies      to answer with.
     */
    public FreeCommands(
            final ExtentManagers senders,
            final ExtentManagerTable ems,
            final ChunkTable chunks,
            final Reservations reservations,
            final Replies replies) {
        this.senders = senders;
        this.ems = ems;
        this.chunks = chunks;
        this.reservations = reservations;
        this.replies = replies;
        given = new int[Protocol.MAX_GROUP_ENTRIES];
        namedSoFar = new int[chunks.capacity()];
    }

    /**
     * Gives segments of an allocation back.
     *
     * @param command to apply.
     */
    public void freeForAllocation(final CommandContext command) {
        allocation.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final long version = allocation.version();
        final long bytes = allocation.segmentBytes();
        final int tier = allocation.tierRaw();
        final int provision = allocation.provisionRaw();
        final int priority = allocation.priorityRaw();
        givenCount = 0;
        for (final FreeForAllocationDecoder.ChunksDecoder each = allocation.chunks(); each.hasNext(); ) {
            given[givenCount++] = (int) each.next().chunk();
        }
        free(command, version, bytes, tier, provision, priority, false);
    }

    /**
     * Gives destinations of repositions back.
     *
     * @param command to apply.
     */
    public void freeForReposition(final CommandContext command) {
        reposition.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final long version = reposition.version();
        final long bytes = reposition.segmentBytes();
        final int tier = reposition.tierRaw();
        final int provision = reposition.provisionRaw();
        final int priority = reposition.priorityRaw();
        givenCount = 0;
        for (final FreeForRepositionDecoder.ChunksDecoder each = reposition.chunks(); each.hasNext(); ) {
            given[givenCount++] = (int) each.next().chunk();
        }
        free(command, version, bytes, tier, provision, priority, true);
    }

    private void free(
            final CommandContext command,
            final long version,
            final long bytes,
            final int tier,
            final int provision,
            final int priority,
            final boolean rx) {
        final int em = senders.identify(command);
        if (em == RowTable.NONE || !senders.acceptsVersion(command, em, version)) {
            return;
        }
        if ((tier | provision | priority) > 1) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_ENUM, 0, 0);
            return;
        }
        if (bytes < 1 || bytes > Limits.MAX_BYTES) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_SIZE, Limits.MAX_BYTES, bytes);
            return;
        }
        final int spaceClass = SpaceClass.of(tier, provision, priority);
        final int slot = ems.versionSlot(em, version);
        if (!isReserved(command, em, slot, spaceClass, bytes, rx)) {
            return;
        }
        for (int i = 0; i < givenCount; i++) {
            final int chunk = chunks.findById(given[i]);
            if (rx) {
                reservations.giveBackRx(em, slot, chunk, spaceClass, bytes);
                chunks.commandTakenBack(chunk);
            } else {
                reservations.giveBack(em, slot, chunk, spaceClass, bytes);
            }
        }
        if (slot != RowTable.NONE) {
            reservations.closeVersionIfEmpty(em, slot);
        }
        senders.seen(command, em);
        replies.send(command, ResultCode.OK);
    }

    /** Whether every segment that is given back was reserved; refuses the command otherwise. */
    private boolean isReserved(
            final CommandContext command,
            final int em,
            final int slot,
            final int spaceClass,
            final long bytes,
            final boolean rx) {
        boolean reserved = true;
        int named = 0;
        while (reserved && named < givenCount) {
            final int chunk = chunks.findById(given[named++]);
            if (chunk == RowTable.NONE) {
                replies.send(command, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, given[named - 1]);
                reserved = false;
            } else {
                final int count = ++namedSoFar[chunk];
                reserved = slot != RowTable.NONE && reservations.holds(em, slot, chunk, spaceClass, rx, bytes, count);
                if (!reserved) {
                    final long known =
                            slot == RowTable.NONE ? 0 : reservations.reservedBytes(em, slot, chunk, spaceClass, rx);
                    replies.send(command, ResultCode.CONFLICT, Reason.NOT_RESERVED, known, bytes * count);
                }
            }
        }
        for (int i = 0; i < named; i++) {
            final int chunk = chunks.findById(given[i]);
            if (chunk != RowTable.NONE) {
                namedSoFar[chunk] = 0;
            }
        }
        return reserved;
    }
}
