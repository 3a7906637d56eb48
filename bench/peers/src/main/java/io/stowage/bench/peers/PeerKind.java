package io.stowage.bench.peers;

import org.apache.hadoop.hdds.utils.HddsVersionInfo;
import org.apache.hadoop.util.VersionInfo;

/** The policies that can be measured, and what each of them promises. */
enum PeerKind {
    /** Ozone's default: two replicas in a rack, the third in another. */
    OZONE_RACK_AWARE("ozone-rack-aware", false, 2),
    /** Ozone's policy for erasure coding: each replica in a rack of its own. */
    OZONE_RACK_SCATTER("ozone-rack-scatter", false, 3),
    /** Ozone's choice of the emptier of two, which knows no racks. */
    OZONE_CAPACITY("ozone-capacity", true, 1),
    /** HDFS's default: one replica in a rack, two in another. */
    HDFS_DEFAULT("hdfs-default", false, 2),
    /** The default with the emptier of two nodes preferred. */
    HDFS_AVAILABLE_SPACE("hdfs-available-space", true, 2);

    private final String label;
    private final boolean considersCapacity;
    private final int promisedRacks;

    PeerKind(final String label, final boolean considersCapacity, final int promisedRacks) {
        this.label = label;
        this.considersCapacity = considersCapacity;
        this.promisedRacks = promisedRacks;
    }

    static PeerKind named(final String label) {
        for (final PeerKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new PeerException("no peer '" + label + "'; 'list' prints them all");
    }

    String label() {
        return label;
    }

    /** Whether it weighs free space when it chooses, beyond leaving out what has no room. */
    boolean considersCapacity() {
        return considersCapacity;
    }

    /** On how many racks it wants three replicas to be. */
    int promisedRacks() {
        return promisedRacks;
    }

    String version() {
        return switch (this) {
            case OZONE_RACK_AWARE, OZONE_RACK_SCATTER, OZONE_CAPACITY -> HddsVersionInfo.HDDS_VERSION_INFO.getVersion();
            case HDFS_DEFAULT, HDFS_AVAILABLE_SPACE -> VersionInfo.getVersion();
        };
    }

    Peer open() {
        return switch (this) {
            case OZONE_RACK_AWARE -> new OzonePeer(OzonePeer.Policy.RACK_AWARE);
            case OZONE_RACK_SCATTER -> new OzonePeer(OzonePeer.Policy.RACK_SCATTER);
            case OZONE_CAPACITY -> new OzonePeer(OzonePeer.Policy.CAPACITY);
            case HDFS_DEFAULT -> new HdfsPeer(HdfsPeer.Policy.DEFAULT);
            case HDFS_AVAILABLE_SPACE -> new HdfsPeer(HdfsPeer.Policy.AVAILABLE_SPACE);
        };
    }
}
