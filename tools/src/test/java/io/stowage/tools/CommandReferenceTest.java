package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.tools.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The command reference is what the program says of itself; {@code WRITE_REFERENCE=yes} in the environment writes it anew. */
class CommandReferenceTest {
    private static final Path REFERENCE = Path.of("..", "docs", "cli.md");
    private static final int WIDTH = 110;
    private static final String START =
            "<!-- What follows is what the program says of itself; a test compares the two. -->";

    @Test
    void shouldDocumentEveryCommandAsTheProgramDoes() throws IOException {
        // given
        final CommandLine root = Stowage.commandLine(new Terminal(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                Reader.nullReader(),
                false,
                false,
                false));
        root.setUsageHelpWidth(WIDTH).setUsageHelpAutoWidth(false);
        final StringBuilder reference = new StringBuilder(START).append('\n');

        // when
        append(reference, root);

        // then
        final String file = Files.readString(REFERENCE);
        final String introduction = file.substring(0, file.indexOf(START));
        if (System.getenv("WRITE_REFERENCE") != null) {
            Files.writeString(REFERENCE, introduction + reference);
        }
        assertThat(file.substring(introduction.length()))
                .as(
                        "docs/cli.md is not what the program says; run this test with WRITE_REFERENCE=yes to write it anew, then look at the difference")
                .isEqualTo(reference.toString());
    }

    private static void append(final StringBuilder reference, final CommandLine command) {
        reference
                .append("\n## ")
                .append(command.getCommandSpec().qualifiedName())
                .append("\n\n```\n")
                .append(command.getUsageMessage(Ansi.OFF).stripTrailing())
                .append("\n```\n");
        command.getSubcommands().values().forEach(below -> append(reference, below));
    }
}
