package io.stowage.bench.engine;

import io.stowage.codecs.RemoveExtentsEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceDeltaEncoder;
import io.stowage.codecs.UpdateProvisionEncoder;
import io.stowage.engine.space.SpaceClass;

/** What changes between two reports, one row a command. */
public final class Deltas {
    private final EngineHost host;
    private final SpaceDeltaEncoder delta = new SpaceDeltaEncoder();
    private final UpdateProvisionEncoder provision = new UpdateProvisionEncoder();
    private final RemoveExtentsEncoder removal = new RemoveExtentsEncoder();

    /**
     * Encodes for an engine.
     *
     * @param host of it.
     */
    public Deltas(final EngineHost host) {
        this.host = host;
    }

    /**
     * A row changes.
     *
     * @param sender     extent manager.
     * @param version    space version.
     * @param chunk      id.
     * @param spaceClass of the row.
     * @param segments   change.
     * @param bytes      change.
     * @param rxSegments change.
     * @param rxBytes    change.
     * @return how it was answered.
     */
    public ResultCode change(
            final Sender sender,
            final long version,
            final int chunk,
            final int spaceClass,
            final int segments,
            final long bytes,
            final int rxSegments,
            final long rxBytes) {
        delta.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(delta.header(), sender);
        row(delta.version(version).rowsCount(1).next(), chunk, spaceClass, segments, bytes, rxSegments, rxBytes);
        return host.submit(sender, delta.encodedLength());
    }

    /**
     * Thick segments became thin.
     *
     * @param sender     extent manager.
     * @param version    space version.
     * @param chunk      id.
     * @param spaceClass thick class of the segments.
     * @param segments   count.
     * @param bytes      nominal.
     * @return how it was answered.
     */
    public ResultCode becameThin(
            final Sender sender,
            final long version,
            final int chunk,
            final int spaceClass,
            final int segments,
            final long bytes) {
        provision.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(provision.header(), sender);
        provision
                .version(version)
                .rowsCount(1)
                .next()
                .bytes(bytes)
                .chunk(chunk)
                .segments(segments)
                .tier(Classes.tier(spaceClass))
                .priority(Classes.priority(spaceClass));
        return host.submit(sender, provision.encodedLength());
    }

    /**
     * Segments move from one row of a chunk to another.
     *
     * @param sender   extent manager.
     * @param version  space version.
     * @param chunk    id.
     * @param from     space class that loses them.
     * @param to       space class that gains them, of the same tier and priority.
     * @param segments count.
     * @param bytes    nominal.
     * @return how it was answered.
     */
    public ResultCode move(
            final Sender sender,
            final long version,
            final int chunk,
            final int from,
            final int to,
            final int segments,
            final long bytes) {
        delta.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(delta.header(), sender);
        final SpaceDeltaEncoder.RowsEncoder rows = delta.version(version).rowsCount(2);
        row(rows.next(), chunk, from, -segments, -bytes, 0, 0);
        row(rows.next(), chunk, to, segments, bytes, 0, 0);
        return host.submit(sender, delta.encodedLength());
    }

    private static void row(
            final SpaceDeltaEncoder.RowsEncoder row,
            final int chunk,
            final int spaceClass,
            final int segments,
            final long bytes,
            final int rxSegments,
            final long rxBytes) {
        row.bytes(bytes)
                .rxBytes(rxBytes)
                .chunk(chunk)
                .segments(segments)
                .rxSegments(rxSegments)
                .tier(Classes.tier(spaceClass))
                .provision(Classes.provision(spaceClass))
                .priority(Classes.priority(spaceClass));
    }

    /**
     * Thin class of a thick one.
     *
     * @param spaceClass thick.
     * @return the same tier and priority, thin.
     */
    public static int thin(final int spaceClass) {
        return SpaceClass.of(SpaceClass.tier(spaceClass), 1, SpaceClass.priority(spaceClass));
    }

    /**
     * Segments of removed extents are gone.
     *
     * @param sender     extent manager.
     * @param version    space version.
     * @param chunk      id.
     * @param spaceClass of the segments.
     * @param segments   count.
     * @param bytes      nominal.
     * @return how it was answered.
     */
    public ResultCode removed(
            final Sender sender,
            final long version,
            final int chunk,
            final int spaceClass,
            final int segments,
            final long bytes) {
        removal.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(removal.header(), sender);
        removal.version(version)
                .rowsCount(1)
                .next()
                .bytes(bytes)
                .chunk(chunk)
                .segments(segments)
                .tier(Classes.tier(spaceClass))
                .provision(Classes.provision(spaceClass))
                .priority(Classes.priority(spaceClass));
        return host.submit(sender, removal.encodedLength());
    }
}
