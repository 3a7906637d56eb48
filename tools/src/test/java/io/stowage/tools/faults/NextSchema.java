package io.stowage.tools.faults;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.SessionEventDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The program of the next version of the schema: a field is appended to what clients send, to what the host writes into the log and to
 * what a leader tells of a session, a message is added, and everything that speaks the schema is built anew from its sources.
 */
final class NextSchema {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("codecs", "engine", "client", "server");
    private static final String SCHEMA = "io/stowage/codecs/stowage-schema.xml";
    private static final List<String> EXTENDED =
            List.of("ChallengeResponse", "ConnectEm", "ClusterStart", "Tick", "SessionClosed", "SessionPrincipal");

    private NextSchema() {}

    /** Builds it; gives back classes that belong before all others on a class path. */
    static Path build(final Path scratch) {
        try {
            final Path classes = Files.createDirectories(scratch.resolve("classes"));
            final Path schema = classes.resolve(SCHEMA);
            Files.createDirectories(schema.getParent());
            Files.writeString(schema, next(text()));
            final Path generated = Files.createDirectories(scratch.resolve("generated"));
            generate(schema, generated);
            requireNext(generated);
            compile(generated, classes);
            return classes;
        } catch (final IOException e) {
            throw new AssertionError("the next version cannot be built: " + e, e);
        }
    }

    private static String text() throws IOException {
        try (InputStream in = SessionEventDecoder.class.getResourceAsStream('/' + SCHEMA)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String next(final String text) {
        final int version = MessageHeaderDecoder.SCHEMA_VERSION + 1;
        String changed = replaced(
                text, "id=\"5707\" version=\"" + (version - 1) + '"', "id=\"5707\" version=\"" + version + '"');
        for (final String message : EXTENDED) {
            changed = appendField(changed, message, version);
        }
        return replaced(changed, "</sbe:messageSchema>", """
              <sbe:message name="AddedByTheNextVersion" id="99" sinceVersion="%d" description="Added">
                <field name="header" id="1" type="CommandHeader" description="Cluster, sender, correlation"/>
              </sbe:message>

            </sbe:messageSchema>""".formatted(version));
    }

    private static String appendField(final String text, final String message, final int version) {
        final int begin = text.indexOf("<sbe:message name=\"" + message + '"');
        final int end = text.indexOf("</sbe:message>", begin);
        if (begin < 0 || end < 0) {
            throw new AssertionError("the schema has no message " + message);
        }
        return text.substring(0, end)
                + "  <field name=\"appended\" id=\"99\" type=\"int64\" presence=\"optional\" sinceVersion=\"" + version
                + "\" description=\"Appended\"/>\n  " + text.substring(end);
    }

    private static String replaced(final String text, final String old, final String by) {
        if (!text.contains(old)) {
            throw new AssertionError("the schema does not contain " + old);
        }
        return text.replace(old, by);
    }

    /** As the module of the codecs does it. */
    private static void generate(final Path schema, final Path generated) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("src", "main", "launcher", "jvm.options").toAbsolutePath(),
                "-Dsbe.output.dir=" + generated,
                "-Dsbe.target.language=Java",
                "-Dsbe.validation.stop.on.error=true",
                "-Dsbe.decode.unknown.enum.values=true",
                "-Dsbe.java.generate.interfaces=true",
                "-Dsbe.generate.precedence.checks=true",
                "-Dsbe.java.precedence.checks.property.name=stowage.codecs.precedence.checks"));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), "uk.co.real_logic.sbe.SbeTool", schema.toString()));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("no codecs were generated: " + said);
        }
    }

    private static void compile(final Path generated, final Path classes) throws IOException {
        final List<Path> sources = new ArrayList<>(javaFiles(generated));
        for (final String module : MODULES) {
            sources.addAll(javaFiles(ROOT.resolve(module).resolve(Path.of("src", "main", "java"))));
        }
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            final List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-Xlint:none",
                    "--release",
                    Integer.toString(Runtime.version().feature()),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString());
            final boolean isDone = compiler.getTask(
                            null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!isDone) {
                throw new IOException("the sources do not compile against the next schema; see above");
            }
        }
    }

    private static List<Path> javaFiles(final Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** What was generated would otherwise be taken for the next version without being it. */
    private static void requireNext(final Path generated) throws IOException {
        final String version = "SCHEMA_VERSION = " + (MessageHeaderDecoder.SCHEMA_VERSION + 1) + ';';
        final Path header =
                generated.resolve(MessageHeaderDecoder.class.getName().replace('.', '/') + ".java");
        if (!Files.readString(header).contains(version)) {
            throw new AssertionError(header + " is not of the next version");
        }
    }
}
