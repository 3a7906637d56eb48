package io.stowage.sim.simulation;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CompleteRemovalDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MoveNodeDecoder;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.RemoveNodeDecoder;
import io.stowage.sim.model.TopologyModel;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Follows where nodes stand, by what the engine took. */
final class Whereabouts {
    private final TopologyModel model = new TopologyModel();
    private final Map<Integer, Integer> nodeOfChunk = new TreeMap<>();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    TopologyModel model() {
        return model;
    }

    void onTaken(final int templateId, final DirectBuffer buffer, final byte[] reply) {
        switch (templateId) {
            case RegisterChunkDecoder.TEMPLATE_ID -> {
                final RegisterChunkReplyDecoder registered = new RegisterChunkReplyDecoder();
                registered.wrapAndApplyHeader(new UnsafeBuffer(reply), 0, header);
                final int chunk = (int) registered.chunk();
                final int node = (int) registered.node();
                nodeOfChunk.put(chunk, node);
                model.seen(node);
            }
            case RegisterNodeDecoder.TEMPLATE_ID -> {
                final RegisterNodeReplyDecoder registered = new RegisterNodeReplyDecoder();
                registered.wrapAndApplyHeader(new UnsafeBuffer(reply), 0, header);
                final int node = (int) registered.node();
                final RegisterNodeDecoder told = new RegisterNodeDecoder().wrapAndApplyHeader(buffer, 0, header);
                model.place(node, told.zone(), told.rack(), told.brick());
            }
            case MoveNodeDecoder.TEMPLATE_ID -> {
                final MoveNodeDecoder told = new MoveNodeDecoder().wrapAndApplyHeader(buffer, 0, header);
                model.place((int) told.node(), told.zone(), told.rack(), told.brick());
            }
            case RemoveNodeDecoder.TEMPLATE_ID ->
                model.remove((int) new RemoveNodeDecoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .node());
            case CompleteRemovalDecoder.TEMPLATE_ID -> {
                final CompleteRemovalDecoder told = new CompleteRemovalDecoder().wrapAndApplyHeader(buffer, 0, header);
                onRemoved((int) told.chunk(), told.removeNode() == BooleanType.TRUE);
            }
            default -> {}
        }
    }

    private void onRemoved(final int chunk, final boolean withNode) {
        final Integer node = nodeOfChunk.remove(chunk);
        if (node != null && withNode && !nodeOfChunk.containsValue(node)) {
            model.remove(node);
        }
    }

    /** The engine knows the same zones. */
    void requireZones(final Collection<String> found) {
        final Set<String> names = new HashSet<>(found);
        if (!names.equals(model.zones())) {
            throw new InvariantBroken("twin", "zones: expected by the model " + model.zones() + ", found " + names);
        }
    }
}
