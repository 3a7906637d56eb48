package io.stowage.server;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/**
 * A turn of the loop in Flight Recorder. By default only those that took a millisecond or longer are recorded; set the
 * threshold of {@code io.stowage.Batch} to 0 to have them all. One instance serves the whole loop, so that a recording leaves no
 * garbage there either.
 */
@Name("io.stowage.Batch")
@Label("Batch")
@Category("Stowage")
@Description("Requests that were journaled together, applied and answered")
@StackTrace(false)
@Threshold("1 ms")
final class BatchEvent extends Event {
    @Label("Commands")
    @Description("Requests that went into the journal")
    int commands;

    @Label("Queries")
    @Description("Requests that were answered from the state")
    int queries;

    @Label("Journal time")
    @Description("Writing the batch, and forcing it where sync = batch")
    @Timespan(Timespan.NANOSECONDS)
    long journalTime;

    @Label("Apply time")
    @Description("Applying the batch and handing its replies over")
    @Timespan(Timespan.NANOSECONDS)
    long applyTime;

    @Label("Position")
    @Description("Of the log behind the batch")
    @DataAmount
    long position;

    void tell(
            final int commandCount,
            final int queryCount,
            final long journalNs,
            final long applyNs,
            final long positionBehind) {
        commands = commandCount;
        queries = queryCount;
        journalTime = journalNs;
        applyTime = applyNs;
        position = positionBehind;
        commit();
    }
}
