package io.stowage.client.space;

import io.stowage.codecs.DrainMode;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears, as text; answers replies as told. */
final class RecordingListener implements ExtentListener {
    final List<String> heard = new ArrayList<>();
    final List<String> news = new ArrayList<>();
    ReserveAction action = ReserveAction.ACCEPT;

    @Override
    public ReserveAction onReserved(
            final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
        int segments = 0;
        for (final var items = reply.items(); items.hasNext(); ) {
            for (final var chunks = items.next().chunks(); chunks.hasNext(); ) {
                chunks.next();
                segments++;
            }
        }
        heard.add("reserved v" + version + " segments " + segments);
        return action;
    }

    @Override
    public ReserveAction onRepositionReserved(
            final long correlationId, final long version, final ReserveForRepositionReplyDecoder reply) {
        final StringBuilder destinations = new StringBuilder();
        for (final var items = reply.items(); items.hasNext(); ) {
            items.next();
            destinations.append(' ').append(items.source()).append("->").append(items.destination());
            destinations.append(' ').append(items.result());
            items.sbeSkip();
        }
        heard.add("reposition v" + version + destinations);
        return action;
    }

    @Override
    public void onDeltaFailed(final ResultCode result, final Reason reason, final long expected, final long found) {
        heard.add("delta failed " + result);
    }

    @Override
    public void onFreed(final long correlationId) {
        heard.add("freed");
    }

    @Override
    public void onRefused(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        heard.add("refused " + result);
    }

    @Override
    public void onUnknown(final long correlationId) {
        heard.add("unknown");
    }

    @Override
    public void onReady(final long version) {
        heard.add("ready v" + version);
    }

    @Override
    public void onReported(final long version, final long rows, final long position) {
        heard.add("reported v" + version + " rows " + rows);
    }

    @Override
    public void onReportFailed(
            final long version, final ResultCode result, final Reason reason, final long expected, final long found) {
        heard.add("report failed v" + version + " " + result);
    }

    @Override
    public void onStopped(final ResultCode result, final Reason reason, final long expected, final long found) {
        heard.add("stopped " + result + " " + reason);
    }

    @Override
    public void onModes(final MigrateStrategy migrate, final DrainMode drain, final boolean elevate) {
        news.add("modes " + migrate + " " + drain + " " + elevate);
    }

    @Override
    public void onTopology(final long topologyVersion, final long nodeMapVersion) {
        news.add("topology " + topologyVersion + " " + nodeMapVersion);
    }

    /** What was heard since the last call. */
    List<String> take() {
        final List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }
}
