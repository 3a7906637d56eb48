package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The launcher passes the virtual machine what the build passes to the tests, which alone check each access to a table. */
class LauncherOptionsTest {
    private static final Pattern FLAGS = Pattern.compile("<stowage\\.jvm\\.flags>([^<]*)</stowage\\.jvm\\.flags>");

    private static final String UNCHECKED = "-Dio.stowage.tables.unchecked=true";

    @Test
    void shouldPassTheFlagsOfTheBuild() throws IOException {
        final Matcher flags = FLAGS.matcher(Files.readString(Path.of("..", "pom.xml")));
        assertThat(flags.find()).isTrue();
        final List<String> options = Files.readAllLines(Path.of("src", "main", "launcher", "jvm.options")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        final List<String> ofTheBuild = List.of(flags.group(1).strip().split("\\s+"));
        assertThat(ofTheBuild).doesNotContain(UNCHECKED);
        assertThat(options).startsWith(ofTheBuild.toArray(String[]::new));
        assertThat(options.subList(ofTheBuild.size(), options.size())).containsExactly(UNCHECKED);
    }
}
