package io.stowage.server.journal;

/**
 * What Chronicle reads from system properties, when its classes are loaded, and has no other way to be told. What the user has
 * set stays.
 */
final class ChronicleSettings {
    private ChronicleSettings() {}

    /** Sets what is not set. To be called before any class of Chronicle is touched. */
    static void apply() {
        // Reports to a third party, and a banner.
        setUnlessSet("chronicle.analytics.disable", "true");
        setUnlessSet("chronicle.announcer.disable", "true");
        // A thread of its own that logs about free space: the appender watches it.
        setUnlessSet("chronicle.disk.monitor.disable", "true");
        // Its msync(MS_ASYNC) does nothing on Linux but load a native library: the appender forces.
        setUnlessSet("mappedFile.defaultSyncMode", "NONE");
    }

    private static void setUnlessSet(final String key, final String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
