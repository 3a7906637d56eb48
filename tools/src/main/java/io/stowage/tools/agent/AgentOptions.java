package io.stowage.tools.agent;

import io.stowage.tools.ToolException;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a node and its chunks are registered with. A mixin. */
public final class AgentOptions {
    /** Most chunks of one node. */
    static final int CHUNKS_MAX = 256;

    @Option(names = "--chunks", paramLabel = "N", description = "Chunks on this machine. Default: 3.")
    private @Nullable Integer chunks;

    @Option(
            names = "--chunk-dir",
            paramLabel = "DIR",
            description = "Directory of a chunk; repeat it for more. Default: folders on this machine's real disks.")
    private List<Path> chunkDirectories = List.of();

    @Option(names = "--first-port", paramLabel = "PORT", description = "Port of the first chunk. Default: 10201.")
    private @Nullable Integer firstPort;

    @Option(
            names = "--data-ip",
            paramLabel = "IP",
            description = "Data IP of this node. Default: that of the default route.")
    private @Nullable String dataIp;

    @Option(names = "--node-name", paramLabel = "NAME", description = "Name of this node. Default: the host name.")
    private @Nullable String nodeName;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Zone in which this node stands. Default: zone-1.")
    private @Nullable String zone;

    @Option(names = "--rack", paramLabel = "RACK", description = "Rack in which this node stands. Default: rack-1.")
    private @Nullable String rack;

    @Option(names = "--brick", paramLabel = "BRICK", description = "Chassis in which this node stands. Default: none.")
    private @Nullable String brick;

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "Storage pool of the chunks. Default: the default pool.")
    private @Nullable String pool;

    /** Made by picocli. */
    public AgentOptions() {}

    /**
     * The configuration with these options on top.
     *
     * @param settings of file and environment.
     * @return settings.
     */
    Settings over(final Settings settings) {
        final Map<Key, @Nullable String> told = new EnumMap<>(Key.class);
        told.put(Key.AGENT_CHUNKS, chunks == null ? null : chunks.toString());
        told.put(Key.AGENT_FIRST_PORT, firstPort == null ? null : firstPort.toString());
        told.put(Key.AGENT_DATA_IP, dataIp);
        told.put(Key.AGENT_NODE_NAME, nodeName);
        told.put(Key.AGENT_ZONE, zone);
        told.put(Key.AGENT_RACK, rack);
        told.put(Key.AGENT_BRICK, brick);
        told.put(Key.AGENT_POOL, pool);
        final Settings over = settings.with(told);
        final int count = over.count(Key.AGENT_CHUNKS);
        if (count < 1 || count > CHUNKS_MAX) {
            throw new ToolException("a node has 1 to " + CHUNKS_MAX + " chunks here, not " + count
                    + "; change --chunks or agent.chunks");
        }
        return over;
    }

    /** Directories that were named, here or in the configuration. */
    List<Path> directories(final Settings settings) {
        return chunkDirectories.isEmpty()
                ? settings.list(Key.AGENT_CHUNK_DIRECTORIES).stream()
                        .map(Path::of)
                        .toList()
                : chunkDirectories;
    }

    /** Whether a number of chunks was told, rather than left to the default. */
    boolean isCountTold() {
        return chunks != null;
    }
}
