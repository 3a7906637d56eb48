package io.stowage.bench.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A member as a process of its own. A line on standard input asks how far the log is agreed on, and is answered on standard output; the end
 * of standard input ends the member, so that none outlives the benchmark.
 */
final class MemberProgram {
    /** Status of a member that ended by itself. */
    static final int ENDED_BY_ITSELF = 3;

    private MemberProgram() {}

    /** Runs a member; the argument is that of {@link MemberSettings#json}. */
    public static void main(final String[] args) throws IOException {
        final PrintStream answers = System.out;
        // Whatever a library prints must not be taken for an answer.
        System.setOut(System.err);
        final MemberSettings settings = MemberSettings.parse(args[0]);
        try (RunningMember member = settings.kind().launch(settings);
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (questions.readLine() != null) {
                answers.println(member.commitPosition());
                answers.flush();
            }
        }
    }

    /** What is left of such a member is looked at by nobody; its log says why. */
    static void endedByItself() {
        Runtime.getRuntime().halt(ENDED_BY_ITSELF);
    }
}
