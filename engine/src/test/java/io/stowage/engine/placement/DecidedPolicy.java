package io.stowage.engine.placement;

/** Whether the engine at hand follows decision 0006: it then knows the settings that came with it. */
final class DecidedPolicy {
    private DecidedPolicy() {}

    /** For {@code EnabledIf}. */
    static boolean isInForce() {
        try (PlacementWire wire = new PlacementWire(PlacementWire.LITTLE, 1)) {
            return new ClusterReader(wire).settings().values().containsKey(TwinSettings.PLACEMENT_CHOICES);
        }
    }
}
