package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The first command on a new machine, as a process of its own. */
@Timeout(300)
class UpIT {
    @TempDir
    private Path scratch;

    @Test
    void shouldMakeChunksOfThisMachinesDisksAndTakeThemUpAgain() {
        final String directory = scratch.resolve("data").toString();
        final JsonNode before;
        try (ServerProcess server = up(directory)) {
            // when
            server.await("Node 127.0.0.1 with 3 chunks:");
            server.await("Allocate from another shell: stowage alloc");

            // then: three replicas share the one node
            final JsonNode granted = Cli.run(
                            "alloc",
                            "--replicas",
                            "3",
                            "--thick",
                            "--count",
                            "100",
                            "--json",
                            "--dir",
                            directory,
                            "--timeout",
                            "60")
                    .json();
            assertThat(granted.get("extents")).hasSize(100);
            before = chunks(directory);
            final long bytes = 100 * granted.get("segmentBytes").longValue();
            assertThat(before).hasSize(3).allSatisfy(chunk -> {
                assertThat(chunk.get("capacityAllocated").longValue()).isEqualTo(bytes);
                assertThat(chunk.get("capacityBytes").longValue()).isGreaterThanOrEqualTo(bytes);
                assertThat(chunk.get("health").stringValue()).isEqualTo("HEALTHY");
            });
            server.kill();
        }

        // when: started again
        try (ServerProcess server = up(directory)) {
            server.await("Allocate from another shell: stowage alloc");

            // then: the same chunks with the same space
            final JsonNode after = chunks(directory);
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.size(); i++) {
                for (final String member : new String[] {"chunk", "ip", "port", "capacityAllocated"}) {
                    assertThat(after.get(i).get(member)).isEqualTo(before.get(i).get(member));
                }
            }
            server.terminate();
            server.await("Stopped in order at position ");
            server.awaitExit();
        }
    }

    private static JsonNode chunks(final String directory) {
        return Cli.run("chunk", "list", "--json", "--dir", directory, "--timeout", "60")
                .json();
    }

    private ServerProcess up(final String directory) {
        return ServerProcess.start(
                "up",
                "--dir",
                directory,
                "--port",
                "0",
                "--no-view",
                "--data-ip",
                "127.0.0.1",
                "--chunk-dir",
                scratch.resolve("a").toString(),
                "--chunk-dir",
                scratch.resolve("b").toString(),
                "--chunk-dir",
                scratch.resolve("c").toString());
    }
}
