package io.stowage.tools.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentStateTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldFindAgainWhatItSaved() {
        final AgentState state = new AgentState(
                "10.0.0.7",
                List.of(
                        new ChunkSite(10201, Path.of("/data/a \"b\""), 1L << 40),
                        new ChunkSite(10202, Path.of("/data/b"), 0)));

        state.save(directory);
        state.save(directory);

        assertThat(AgentState.load(directory)).isEqualTo(state);
    }

    @Test
    void shouldStartWithNothing() {
        assertThat(AgentState.load(directory)).isEqualTo(new AgentState("", List.of()));
    }

    @Test
    void shouldSayWhatToDoWithADamagedFile() throws IOException {
        Files.writeString(directory.resolve("agent.json"), "{\"dataIp\":\"10.0.0.7\"");

        assertThatThrownBy(() -> AgentState.load(directory))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith(directory.resolve("agent.json") + " cannot be read (")
                .hasMessageEndingWith("); repair it, or remove it to register this node's chunks anew");
    }
}
