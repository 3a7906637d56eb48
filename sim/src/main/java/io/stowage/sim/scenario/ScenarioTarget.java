package io.stowage.sim.scenario;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What answers a scenario: an engine in this process, or a running server. Called from one thread. */
public interface ScenarioTarget extends AutoCloseable {
    /**
     * Sends one command or query and waits for its reply.
     *
     * @param frame  from offset 0: SBE header and message. Its command header names the cluster of {@link #clusterHigh()} and
     *     {@link #clusterLow()}, unless the scenario names another; a target may fill in a cluster of zeros, the correlation
     *     id and the role.
     * @param length of the frame, bytes.
     * @return the reply frame, from offset 0 to the buffer's capacity; valid until the next call.
     */
    DirectBuffer exchange(MutableDirectBuffer frame, int length);

    /**
     * Lets time pass.
     *
     * @param millis how long, milliseconds.
     * @param stepMs from one tick of the log to the next, milliseconds.
     */
    void tick(long millis, long stepMs);

    /**
     * Where the log stands.
     *
     * @return position after the newest entry known, bytes.
     */
    long position();

    /**
     * What time it is by the log's clock.
     *
     * @return milliseconds since 1970.
     */
    long timestampMs();

    /**
     * High half of the cluster's UUID.
     *
     * @return 0 together with {@link #clusterLow()} if the target fills it in.
     */
    long clusterHigh();

    /**
     * Low half of the cluster's UUID.
     *
     * @return 0 together with {@link #clusterHigh()} if the target fills it in.
     */
    long clusterLow();

    @Override
    void close();
}
