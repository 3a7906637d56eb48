package io.stowage.client.space;

import io.stowage.codecs.DrainMode;
import io.stowage.codecs.MigrateStrategy;

/** Tells the listener modes and versions when they differ from what it was told last. */
final class LastTold {
    private final ExtentListener listener;
    private long topologyVersion = -1;
    private long nodeMapVersion = -1;
    private MigrateStrategy migrate = MigrateStrategy.NULL_VAL;
    private DrainMode drain = DrainMode.NULL_VAL;
    private boolean elevate;

    LastTold(final ExtentListener listener) {
        this.listener = listener;
    }

    void topology(final long newTopologyVersion, final long newNodeMapVersion) {
        if (newTopologyVersion != topologyVersion || newNodeMapVersion != nodeMapVersion) {
            topologyVersion = newTopologyVersion;
            nodeMapVersion = newNodeMapVersion;
            listener.onTopology(newTopologyVersion, newNodeMapVersion);
        }
    }

    void modes(final MigrateStrategy newMigrate, final DrainMode newDrain, final boolean newElevate) {
        if (newMigrate != migrate || newDrain != drain || newElevate != elevate) {
            migrate = newMigrate;
            drain = newDrain;
            elevate = newElevate;
            listener.onModes(newMigrate, newDrain, newElevate);
        }
    }
}
