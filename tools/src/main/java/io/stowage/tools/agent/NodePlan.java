package io.stowage.tools.agent;

import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.probe.FileSystemProbe;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/** Decides as what this machine is registered: what it was before, what is told now, and what is found on it. */
final class NodePlan {
    private final Settings settings;
    private final AgentState state;

    private NodePlan(final Settings settings, final AgentState state) {
        this.settings = settings;
        this.state = state;
    }

    /** Plans and remembers the plan in the data directory. */
    static NodePlan make(
            final AgentOptions options, final Settings base, final Path dataDirectory, final FileSystemProbe probe) {
        final Settings settings = options.over(base);
        final AgentState before = AgentState.load(dataDirectory);
        final String told = settings.string(Key.AGENT_DATA_IP);
        if (!told.isEmpty() && !before.dataIp().isEmpty() && !told.equals(before.dataIp())) {
            throw new ToolException("this node is registered as " + before.dataIp() + ", not " + told
                    + "; its address is its identity: use another --dir for another node");
        }
        final String ip = !before.dataIp().isEmpty() ? before.dataIp() : told.isEmpty() ? DataAddress.find() : told;
        final SitePlanner planner = new SitePlanner(probe, dataDirectory);
        final int firstPort = settings.count(Key.AGENT_FIRST_PORT);
        final List<Path> named = options.directories(settings);
        final List<ChunkSite> sites;
        if (!named.isEmpty()) {
            sites = planner.named(named, before.sites(), firstPort);
        } else {
            final int wanted = settings.count(Key.AGENT_CHUNKS);
            if (options.isCountTold() && wanted < before.sites().size()) {
                throw new ToolException(
                        before.sites().size() + " chunks of this node are registered already; remove one with"
                                + " 'stowage chunk remove', not with --chunks " + wanted);
            }
            sites = planner.extend(before.sites(), wanted, firstPort);
        }
        final NodePlan plan = new NodePlan(settings, new AgentState(ip, List.copyOf(sites)));
        plan.state.save(dataDirectory);
        return plan;
    }

    AgentState state() {
        return state;
    }

    long keepAliveIntervalNs() {
        return settings.nanos(Key.AGENT_KEEP_ALIVE_INTERVAL);
    }

    ChunkRegistration registration(final ChunkSite site) {
        return new ChunkRegistration(
                nodeName(),
                state.dataIp(),
                settings.string(Key.AGENT_ZONE),
                settings.string(Key.AGENT_RACK),
                settings.string(Key.AGENT_BRICK),
                site.port(),
                settings.string(Key.AGENT_POOL),
                0,
                0);
    }

    private String nodeName() {
        final String told = settings.string(Key.AGENT_NODE_NAME);
        if (!told.isEmpty()) {
            return told;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException nameless) {
            return state.dataIp();
        }
    }
}
