package io.stowage.tools.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.probe.NodeProbe;
import io.stowage.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitePlannerTest {
    @TempDir
    private Path directory = Path.of("");

    private SitePlanner planner =
            new SitePlanner(new NodeProbe.Context().conclude().fileSystems(), directory);

    @BeforeEach
    void plan() throws IOException {
        directory = directory.toRealPath();
        planner = new SitePlanner(new NodeProbe.Context().conclude().fileSystems(), directory);
    }

    @Test
    void shouldKeepPortsAndPromisesOfNamedDirectories() {
        // given
        final ChunkSite a = new ChunkSite(10201, directory.resolve("a"), 5);
        final ChunkSite b = new ChunkSite(10202, directory.resolve("b"), 6);

        // when
        final List<ChunkSite> sites =
                planner.named(List.of(directory.resolve("b"), directory.resolve("c")), List.of(a, b), 10201);

        // then
        assertThat(sites).containsExactly(b, new ChunkSite(10203, directory.resolve("c"), 0));
        assertThat(directory.resolve("c")).isDirectory();
    }

    @Test
    void shouldFillGapsBetweenPorts() {
        final ChunkSite there = new ChunkSite(10202, directory.resolve("chunks").resolve("chunk-10202"), 0);

        final List<ChunkSite> sites =
                planner.named(List.of(directory.resolve("x"), directory.resolve("y")), List.of(there), 10201);

        assertThat(sites).extracting(ChunkSite::port).containsExactly(10201, 10203);
    }

    @Test
    void shouldPutChunksNowhereElseWhereTheFileSystemOfTheDataDirectoryDoesNotAnswer() {
        final Path gone = directory.resolve("gone");
        final SitePlanner blind =
                new SitePlanner(new NodeProbe.Context().conclude().fileSystems(), gone);

        assertThatThrownBy(() -> blind.extend(List.of(), 3, 10201))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith(
                        "where new chunks go was not decided, for the file system of " + gone + " could not be read: ");
        // What is there already needs no look.
        final List<ChunkSite> known = List.of(new ChunkSite(10201, directory.resolve("a"), 0));
        assertThat(blind.extend(known, 1, 10201)).isEqualTo(known);
    }

    @Test
    void shouldRefuseADirectoryThatCannotBeMade() throws IOException {
        final Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> planner.named(List.of(file.resolve("below")), List.of(), 10201))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("the chunk directory " + file.resolve("below") + " cannot be created (")
                .hasMessageEndingWith("); choose another, or make its parent writable");
    }

    @Test
    void shouldRefusePortsBeyondTheLast() {
        assertThatThrownBy(
                        () -> planner.named(List.of(directory.resolve("x"), directory.resolve("y")), List.of(), 65_535))
                .isInstanceOf(ToolException.class)
                .hasMessage("port 65536 of a chunk is not between 1 and 65535; choose another --first-port");
    }
}
