package io.stowage.tools.space;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import io.stowage.tools.output.Text;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which kind of space: tier, provision, priority, size of a segment. A mixin. */
public final class ClassOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup
    private ProvisionChoice provision = new ProvisionChoice();

    @Option(names = "--tier", paramLabel = "TIER", description = "CAPACITY (default) or PERFORMANCE.")
    private String tier = "CAPACITY";

    @Option(names = "--priority", paramLabel = "PRIORITY", description = "NORMAL (default) or PRIORITIZED.")
    private String priority = "NORMAL";

    @Option(
            names = "--segment-size",
            paramLabel = "SIZE",
            description = "Nominal size of a segment, as in 256MiB. Default: that of the cluster's extents.")
    private String segmentSize = "0";

    /** Made by picocli. */
    public ClassOptions() {}

    /** Thick or thin. */
    static final class ProvisionChoice {
        @Option(names = "--thick", description = "The nominal size is guaranteed (default).")
        private boolean thick;

        @Option(names = "--thin", description = "Only what is written is consumed.")
        private boolean thin;
    }

    Tier tier() {
        return one("--tier", tier, List.of(Tier.CAPACITY, Tier.PERFORMANCE));
    }

    Provision provision() {
        return provision.thick || !provision.thin ? Provision.THICK : Provision.THIN;
    }

    Priority priority() {
        return one("--priority", priority, List.of(Priority.NORMAL, Priority.PRIORITIZED));
    }

    /** Number of the space class. */
    int number() {
        return SpaceClass.of(tier(), provision(), priority());
    }

    /** 0: that of the cluster's extents. */
    long segmentBytes() {
        return Text.bytes(segmentSize);
    }

    private <E extends Enum<E>> E one(final String option, final String text, final List<E> allowed) {
        return choose(spec, option, text, allowed);
    }

    static <E extends Enum<E>> E choose(
            final CommandSpec command, final String option, final String text, final List<E> allowed) {
        return allowed.stream()
                .filter(value -> value.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        option + " is one of "
                                + String.join(
                                        ", ", allowed.stream().map(Enum::name).toList()) + ", not '" + text
                                + "'"));
    }
}
