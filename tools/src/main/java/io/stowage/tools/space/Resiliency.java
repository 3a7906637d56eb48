package io.stowage.tools.space;

import io.stowage.engine.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How an extent survives the loss of chunks. A mixin. */
public final class Resiliency {
    private static final Pattern CODE = Pattern.compile("(\\d{1,2})\\+(\\d{1,2})");
    private static final int REPLICAS_DEFAULT = 3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup
    private Choice choice = new Choice();

    /** Made by picocli. */
    public Resiliency() {}

    /** Replicas or an erasure code. */
    static final class Choice {
        @Option(
                names = {"-r", "--replicas"},
                paramLabel = "N",
                description = "Replicas of an extent. Default: 3.")
        private @Nullable Integer replicas;

        @Option(names = "--ec", paramLabel = "K+M", description = "Erasure code instead of replicas, as in 4+2.")
        private @Nullable String code;
    }

    /**
     * What was told.
     *
     * @param replicas 0: erasure coded.
     * @param data     shards with data.
     * @param parity   shards with parity.
     */
    record Told(int replicas, int data, int parity) {
        int segments() {
            return replicas + data + parity;
        }

        /** As in {@code 3 replicas} or {@code 4+2 shards}. */
        String text() {
            return replicas > 0
                    ? replicas + (replicas == 1 ? " replica" : " replicas")
                    : data + "+" + parity + " shards";
        }
    }

    Told told() {
        final String code = choice.code;
        if (code == null) {
            final int replicas = choice.replicas == null ? REPLICAS_DEFAULT : choice.replicas;
            if (replicas < 1 || replicas > Limits.MAX_SEGMENTS_PER_EXTENT) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--replicas must be between 1 and " + Limits.MAX_SEGMENTS_PER_EXTENT + ", not " + replicas);
            }
            return new Told(replicas, 0, 0);
        }
        final Matcher matcher = CODE.matcher(code);
        if (!matcher.matches()) {
            throw new ParameterException(spec.commandLine(), "--ec is written like 4+2, not '" + code + "'");
        }
        return new Told(0, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
}
