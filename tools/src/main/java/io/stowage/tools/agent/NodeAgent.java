package io.stowage.tools.agent;

import io.stowage.client.SessionContext;
import io.stowage.codecs.Role;
import io.stowage.probe.NodeProbe;
import io.stowage.probe.Reading;
import io.stowage.tools.config.Settings;
import io.stowage.tools.connect.ServerConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;

/** A storage node's agent: registers the node and its chunks, and keeps them alive with what it measures. One thread. */
final class NodeAgent implements AutoCloseable {
    private final Path dataDirectory;
    private final SiteMeter meter;
    private final List<ChunkAgent> chunks = new ArrayList<>();
    private AgentState state;

    private NodeAgent(final Path dataDirectory, final SiteMeter meter, final AgentState state) {
        this.dataDirectory = dataDirectory;
        this.meter = meter;
        this.state = state;
    }

    /** Starts to connect; it goes on trying by itself. */
    static NodeAgent start(
            final AgentOptions options,
            final Settings settings,
            final Path dataDirectory,
            final ServerConnection connection) {
        final NodeProbe probe = new NodeProbe.Context().conclude();
        final NodePlan plan = NodePlan.make(options, settings, dataDirectory, probe.fileSystems());
        final NodeAgent agent = new NodeAgent(dataDirectory, new SiteMeter(probe.fileSystems()), plan.state());
        try {
            for (final ChunkSite site : plan.state().sites()) {
                // Raised at each restart, as an incarnation must be.
                final SessionContext session =
                        connection.newSession(Role.CHUNK).incarnation(System.currentTimeMillis());
                agent.chunks.add(new ChunkAgent(site, plan, session, agent::measure, agent::onPromise));
            }
        } catch (final RuntimeException e) {
            agent.close();
            throw e;
        }
        return agent;
    }

    /** One step: how much was done. */
    int poll() {
        int work = 0;
        for (final ChunkAgent chunk : chunks) {
            work += chunk.poll();
            if (chunk.chunk() == 0 && !chunk.isStopped() && chunk.trouble().isEmpty()) {
                // One after the other, so that the ids that they get are in the order of their ports.
                break;
            }
        }
        return work;
    }

    String dataIp() {
        return state.dataIp();
    }

    List<ChunkAgent> chunks() {
        return chunks;
    }

    /** Whether the server knows what each chunk measured, or will never take it. */
    boolean isSettled() {
        return chunks.stream().allMatch(chunk -> chunk.isKnown() || chunk.isStopped());
    }

    @Override
    public void close() {
        CloseHelper.closeAll(chunks);
    }

    private Reading<SiteMeter.Measured> measure(final ChunkSite site) {
        return meter.measure(site, state.sites());
    }

    private void onPromise(final ChunkSite changed) {
        state = new AgentState(
                state.dataIp(),
                state.sites().stream()
                        .map(site -> site.port() == changed.port() ? changed : site)
                        .toList());
        state.save(dataDirectory);
    }
}
