package io.stowage.sim.simulation;

import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.ReserveAction;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;

/** Hands on what a protocol tells: to its extent manager, until another process takes its place. */
final class Voice implements ExtentListener {
    private ExtentListener listener;

    Voice(final ExtentListener listener) {
        this.listener = listener;
    }

    void tells(final ExtentListener another) {
        listener = another;
    }

    @Override
    public ReserveAction onReserved(
            final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
        return listener.onReserved(correlationId, version, reply);
    }

    @Override
    public ReserveAction onRepositionReserved(
            final long correlationId, final long version, final ReserveForRepositionReplyDecoder reply) {
        return listener.onRepositionReserved(correlationId, version, reply);
    }

    @Override
    public void onDeltaFailed(final ResultCode result, final Reason reason, final long expected, final long found) {
        listener.onDeltaFailed(result, reason, expected, found);
    }

    @Override
    public void onRefused(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        listener.onRefused(correlationId, result, reason, expected, found);
    }

    @Override
    public void onUnknown(final long correlationId) {
        listener.onUnknown(correlationId);
    }

    @Override
    public void onReported(final long version, final long rows, final long position) {
        listener.onReported(version, rows, position);
    }

    @Override
    public void onReportFailed(
            final long version, final ResultCode result, final Reason reason, final long expected, final long found) {
        listener.onReportFailed(version, result, reason, expected, found);
    }

    @Override
    public void onStopped(final ResultCode result, final Reason reason, final long expected, final long found) {
        listener.onStopped(result, reason, expected, found);
    }
}
