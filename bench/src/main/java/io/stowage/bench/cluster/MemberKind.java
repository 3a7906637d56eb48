package io.stowage.bench.cluster;

import java.util.Locale;

/** What a cluster is made of. */
public enum MemberKind {
    /** Members of Stowage. */
    STOWAGE,

    /** The floor: a service of Aeron Cluster that answers and does nothing else. */
    ECHO;

    RunningMember launch(final MemberSettings settings) {
        return switch (this) {
            case STOWAGE -> RunningMember.ofStowage(settings);
            case ECHO -> new EchoMember(settings);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
