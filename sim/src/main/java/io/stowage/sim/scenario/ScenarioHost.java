package io.stowage.sim.scenario;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What only an engine in this process offers a scenario: the part of the host. Called from one thread. */
public interface ScenarioHost extends ScenarioTarget {
    /**
     * Starts the log otherwise than usual.
     *
     * @param clusterHigh high half of the cluster's UUID.
     * @param clusterLow  low half of the cluster's UUID.
     * @param seed        of what varies in placement.
     * @return false if the log has begun already.
     */
    boolean start(long clusterHigh, long clusterLow, long seed);

    /**
     * Sends one command or query over a session of one's choice; otherwise as {@link #exchange(MutableDirectBuffer, int)}.
     *
     * @param sessionId of the sender; 0: the host itself.
     * @param frame     from offset 0.
     * @param length    of the frame, bytes.
     * @return the reply frame; valid until the next call.
     */
    DirectBuffer exchange(long sessionId, MutableDirectBuffer frame, int length);

    /**
     * Appends an entry of the host, which has no reply.
     *
     * @param frame  from offset 0.
     * @param length of the frame, bytes.
     */
    void append(MutableDirectBuffer frame, int length);

    /**
     * Lets time pass without a tick of the log.
     *
     * @param millis how long, milliseconds.
     */
    void pass(long millis);

    /**
     * Closes the engine and builds it anew, as a process does that starts again.
     *
     * @param fromSnapshot whether from a snapshot and the entries behind it, not from the whole log.
     * @return empty, or what went wrong: one clause.
     */
    String restart(boolean fromSnapshot);

    /** Recomputes every sum that is kept incrementally; an exception of the engine says which does not agree. */
    void verify();
}
