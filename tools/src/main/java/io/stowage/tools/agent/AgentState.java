package io.stowage.tools.agent;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What an agent must find again after a restart: under which address its node is known, and which chunks it has. Immutable.
 *
 * @param dataIp of the node; empty: none yet.
 * @param sites  chunks, in the order of their ports.
 */
record AgentState(String dataIp, List<ChunkSite> sites) {
    private static final String FILE = "agent.json";

    /** Reads the state of a data directory; empty where there is none. */
    static AgentState load(final Path directory) {
        final Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return new AgentState("", List.of());
        }
        try {
            final Config json = ConfigFactory.parseFile(file.toFile());
            final List<ChunkSite> sites = json.getConfigList("chunks").stream()
                    .map(chunk -> new ChunkSite(
                            chunk.getInt("port"),
                            Path.of(chunk.getString("directory")),
                            chunk.getLong("capacityBytes")))
                    .toList();
            return new AgentState(json.getString("dataIp"), List.copyOf(sites));
        } catch (final ConfigException malformed) {
            throw new ToolException(
                    file + " cannot be read (" + malformed.getMessage()
                            + "); repair it, or remove it to register this node's chunks anew",
                    malformed);
        }
    }

    /** Writes it whole or not at all. */
    void save(final Path directory) {
        final Path file = directory.resolve(FILE);
        final Path written = directory.resolve(FILE + ".new");
        try {
            Files.writeString(written, Json.line(this.asJson()) + '\n');
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new ToolException(
                    file + " cannot be written (" + e.getMessage() + "); make room and check permissions", e);
        }
    }

    private Object asJson() {
        return Json.object("dataIp", dataIp, "chunks", sites);
    }
}
