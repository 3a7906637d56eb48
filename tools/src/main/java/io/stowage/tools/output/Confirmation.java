package io.stowage.tools.output;

import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import java.io.Serial;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option to do without a question what is dangerous. A mixin. */
public final class Confirmation {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation.")
    private boolean yes;

    /** Made by picocli. */
    public Confirmation() {}

    /**
     * Goes on only if the option is there, or a person says yes.
     *
     * @param question what will be done, as a question.
     * @throws ParameterException where nobody can be asked.
     * @throws ToolException      where the answer is no.
     */
    public void require(final String question) {
        if (yes) {
            return;
        }
        try {
            if (!Stowage.of(spec).terminal().confirm(question)) {
                throw new ToolException("nothing was done");
            }
        } catch (final Missing missing) {
            throw new ParameterException(
                    spec.commandLine(), missing.getMessage() + " There is nobody to ask; add --yes to do it", missing);
        }
    }

    /** Nobody can be asked. */
    static final class Missing extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        Missing(final String question) {
            super(question);
        }
    }
}
