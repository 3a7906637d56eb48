package io.stowage.bench.engine;

import io.stowage.codecs.ReportSpaceBeginEncoder;
import io.stowage.codecs.ReportSpaceEndEncoder;
import io.stowage.codecs.ReportSpaceRowsEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.wire.ReportChecksum;

/** Full space reports in fragments. One report at a time goes through a fragment; the caller keeps count and checksum. */
public final class Reports {
    private final EngineHost host;
    private final ReportSpaceBeginEncoder begin = new ReportSpaceBeginEncoder();
    private final ReportSpaceRowsEncoder rows = new ReportSpaceRowsEncoder();
    private final ReportSpaceEndEncoder end = new ReportSpaceEndEncoder();
    private ReportSpaceRowsEncoder.RowsEncoder fragment;

    /**
     * Encodes for an engine.
     *
     * @param host of it.
     */
    public Reports(final EngineHost host) {
        this.host = host;
        fragment =
                rows.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader()).rowsCount(0);
    }

    /**
     * Begins a report.
     *
     * @param sender  extent manager.
     * @param version of the report.
     * @return how it was answered.
     */
    public ResultCode begin(final Sender sender, final long version) {
        begin.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(begin.header(), sender);
        return host.submit(sender, begin.version(version).encodedLength());
    }

    /**
     * Starts a fragment.
     *
     * @param sender  extent manager.
     * @param version of the report.
     * @param count   of rows that follow.
     */
    public void fragment(final Sender sender, final long version, final int count) {
        rows.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(rows.header(), sender);
        fragment = rows.version(version).rowsCount(count);
    }

    /**
     * Adds a row to the fragment.
     *
     * @param chunk      id.
     * @param spaceClass of the segments.
     * @param segments   count.
     * @param bytes      nominal.
     * @param rxSegments count.
     * @param rxBytes    nominal.
     * @return what it adds to the checksum.
     */
    public long row(
            final int chunk,
            final int spaceClass,
            final int segments,
            final long bytes,
            final int rxSegments,
            final long rxBytes) {
        fragment.next()
                .bytes(bytes)
                .rxBytes(rxBytes)
                .chunk(chunk)
                .segments(segments)
                .rxSegments(rxSegments)
                .tier(Classes.tier(spaceClass))
                .provision(Classes.provision(spaceClass))
                .priority(Classes.priority(spaceClass));
        return ReportChecksum.ofRow(chunk, spaceClass, segments, bytes, rxSegments, rxBytes);
    }

    /**
     * Sends the fragment.
     *
     * @param sender extent manager.
     * @return how it was answered.
     */
    public ResultCode submitFragment(final Sender sender) {
        return host.submit(sender, rows.encodedLength());
    }

    /**
     * Ends a report.
     *
     * @param sender   extent manager.
     * @param version  of the report.
     * @param rowCount that were sent.
     * @param checksum of them.
     * @return how it was answered.
     */
    public ResultCode end(final Sender sender, final long version, final int rowCount, final long checksum) {
        end.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(end.header(), sender);
        return host.submit(
                sender,
                end.version(version).checksum(checksum).rowCount(rowCount).encodedLength());
    }
}
