package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a start makes of a journal that a killed server left and a disk changed. */
@Timeout(300)
class DamagedJournalIT {
    private static final int HEAD_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    /** A server that took three nodes, one after the other, and was killed. */
    @BeforeEach
    void killServer() {
        try (ServerProcess server = serve()) {
            server.await("serving cluster ");
            for (final String name : List.of("node-1", "node-2", "node-3")) {
                final String ip = "10.0.0." + name.substring("node-".length());
                Cli.run(
                                "node",
                                "register",
                                ip,
                                "--name",
                                name,
                                "--zone",
                                "z1",
                                "--rack",
                                "r1",
                                "--dir",
                                directory.toString(),
                                "--timeout",
                                "60")
                        .text();
            }
            server.kill();
        }
    }

    @Test
    void shouldNotStartOverADamagedByte() throws IOException {
        // given
        final Path cycle = cycle();
        final byte[] before = head(cycle);
        final int at = indexOf(before, "node-1");
        flip(cycle, at);

        // when
        final List<String> said;
        try (ServerProcess server = serve()) {
            assertThat(server.awaitExit()).isEqualTo(ExitCode.FAILED);
            said = server.output();
        }

        // then: one line, and nothing was changed
        assertThat(said.stream().filter(line -> line.startsWith("stowage: ")))
                .singleElement()
                .asString()
                .matches("stowage: journal is damaged at position \\d+ in \\Q" + cycle + "\\E: .*"
                        + "; restore the directory from a snapshot, a replica or a backup");
        flip(cycle, at);
        assertThat(head(cycle)).isEqualTo(before);

        // and: verify says the same while the byte is wrong, and all is well once it is right again
        assertThat(verified(0).get("ok").booleanValue()).isTrue();
        flip(cycle, at);
        final JsonNode damaged = verified(ExitCode.FAILED);
        assertThat(damaged.get("ok").booleanValue()).isFalse();
        assertThat(damaged.get("message").stringValue()).startsWith("journal is damaged at position ");
    }

    @Test
    void shouldCutATornTailAndSaySo() throws IOException {
        // given: the last batch is not whole
        final long position = verified(0).get("lastPosition").longValue();
        final Path cycle = cycle();
        final byte[] bytes = head(cycle);
        int last = bytes.length - 1;
        while (bytes[last] == 0) {
            last--;
        }
        flip(cycle, last);

        // when
        try (ServerProcess server = serve()) {
            final String said = server.await("journal had a torn tail (");
            server.await("serving cluster ");

            // then
            assertThat(said)
                    .matches(".*journal had a torn tail \\(.+\\): cut \\d+ bytes after position \\d+, kept in \\S+;"
                            + " everything up to that position is intact.*");
            final JsonNode nodes = Cli.run("node", "list", "--json", "--dir", directory.toString(), "--timeout", "60")
                    .json();
            assertThat(nodes.get(0).get("name").stringValue()).isEqualTo("node-1");
            server.kill();
        }
        final JsonNode after = verified(0);
        assertThat(after.get("ok").booleanValue()).isTrue();
        assertThat(position).isPositive();
    }

    private ServerProcess serve() {
        return ServerProcess.start("serve", "--dir", directory.toString(), "--port", "0");
    }

    private JsonNode verified(final int status) {
        final Cli.Result result = Cli.run("journal", "verify", directory.toString(), "--json");
        assertThat(result.status()).as(result.err()).isEqualTo(status);
        return Cli.parse(result.out());
    }

    private Path cycle() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The entries are at the beginning of the file; what follows was set aside for more. */
    private static byte[] head(final Path file) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                assertThat(bytes.position()).isPositive();
            }
        }
        return bytes.array();
    }

    private static void flip(final Path file, final int at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), at);
        }
    }

    private static int indexOf(final byte[] bytes, final String text) {
        final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertThat(at).isPositive();
        return at;
    }
}
