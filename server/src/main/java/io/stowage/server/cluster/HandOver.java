package io.stowage.server.cluster;

import java.util.concurrent.atomic.AtomicReference;

/**
 * How service and host of a member agree that it lets another one lead: the service asks, the host looks whether another one can,
 * the service answers who wanted it, the host goes.
 *
 * <pre>
 *  NONE --ask--&gt; ASKED --grant--&gt; GRANTED --conclude--&gt; LEAVING --end--&gt; NONE
 *                  +--refuse--&gt; REFUSED --conclude--&gt; NONE      GRANTED --expire--&gt; NONE
 *  any but LEAVING --withdraw--&gt; NONE
 * </pre>
 *
 * <p>Thread-safe: one thread of the service, one of the host.
 */
final class HandOver {
    /** How far it has come. */
    enum Stage {
        /** Nobody wants it. */
        NONE,
        /** The service asks the host. */
        ASKED,
        /** Another member can lead. */
        GRANTED,
        /** No other member can lead. */
        REFUSED,
        /** The answer was sent; the host takes this member out of the cluster for a while. */
        LEAVING
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NONE);
    private volatile int membersNeeded;
    private volatile int membersHeard;

    Stage stage() {
        return stage.get();
    }

    /** By the service. False where one is under way. */
    boolean ask() {
        return stage.compareAndSet(Stage.NONE, Stage.ASKED);
    }

    /** By the host: another member can lead. */
    void grant() {
        stage.compareAndSet(Stage.ASKED, Stage.GRANTED);
    }

    /** By the host: too few others are there. */
    void refuse(final int needed, final int heard) {
        membersNeeded = needed;
        membersHeard = heard;
        stage.compareAndSet(Stage.ASKED, Stage.REFUSED);
    }

    /** Other members that it takes to elect a leader, once it was refused. */
    int membersNeeded() {
        return membersNeeded;
    }

    /** Other members that were heard of, once it was refused. */
    int membersHeard() {
        return membersHeard;
    }

    /** By the service: whoever asked was answered. */
    void conclude() {
        if (!stage.compareAndSet(Stage.GRANTED, Stage.LEAVING)) {
            stage.compareAndSet(Stage.REFUSED, Stage.NONE);
        }
    }

    /** By the host: the service has not answered in time, as if it had not asked. */
    void expire() {
        stage.compareAndSet(Stage.GRANTED, Stage.NONE);
    }

    /** By the service: it leads no longer, there is nothing to hand over. */
    void withdraw() {
        final Stage before = stage.get();
        if (before != Stage.LEAVING) {
            stage.compareAndSet(before, Stage.NONE);
        }
    }

    /** By the host: this member is back. */
    void end() {
        stage.compareAndSet(Stage.LEAVING, Stage.NONE);
    }
}
