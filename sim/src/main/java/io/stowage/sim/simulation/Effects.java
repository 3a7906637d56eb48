package io.stowage.sim.simulation;

import io.stowage.codecs.CompleteRemovalDecoder;
import io.stowage.codecs.DeclareLostDecoder;
import io.stowage.codecs.IsolateDecoder;
import io.stowage.codecs.MaintenanceDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MoveChunkDecoder;
import io.stowage.codecs.MoveNodeDecoder;
import io.stowage.codecs.RemoveChunkDecoder;
import io.stowage.codecs.RemoveEmDecoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SetConfigDecoder;
import io.stowage.codecs.SetLicenceDecoder;
import io.stowage.codecs.SetMemberListDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/** Counts what an operator's commands did, once the engine took them, and lets fences go with those who are gone. */
final class Effects {
    static final String CHUNK_REMOVED = "chunk removed";
    static final String CHUNK_EVACUATED = "chunk removal begun";
    static final String CHUNK_MOVED = "chunk moved to a pool";
    static final String NODE_MOVED = "node moved";
    static final String MAINTENANCE = "maintenance";
    static final String ISOLATION = "isolation";
    static final String DECLARED_LOST = "chunk declared lost";
    static final String CONFIG_CHANGED = "configuration changed";
    static final String LICENCE_CHANGED = "licence changed";
    static final String MEMBERS_MOVED = "member list changed";
    static final String EM_REMOVED = "extent manager removed";

    private final World world;
    private final FenceCheck fences;

    Effects(final World world, final FenceCheck fences) {
        this.world = world;
        this.fences = fences;
    }

    void onApplied(final byte[] frame, final byte[] reply) {
        if (!Replied.isOk(reply)) {
            return;
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        switch (Replied.templateId(frame)) {
            case RemoveChunkDecoder.TEMPLATE_ID -> world.faults.add(CHUNK_EVACUATED);
            case MoveChunkDecoder.TEMPLATE_ID -> world.faults.add(CHUNK_MOVED);
            case MoveNodeDecoder.TEMPLATE_ID -> world.faults.add(NODE_MOVED);
            case MaintenanceDecoder.TEMPLATE_ID -> world.faults.add(MAINTENANCE);
            case IsolateDecoder.TEMPLATE_ID -> world.faults.add(ISOLATION);
            case DeclareLostDecoder.TEMPLATE_ID -> world.faults.add(DECLARED_LOST);
            case SetConfigDecoder.TEMPLATE_ID -> world.faults.add(CONFIG_CHANGED);
            case SetMemberListDecoder.TEMPLATE_ID -> world.faults.add(MEMBERS_MOVED);
            case SetLicenceDecoder.TEMPLATE_ID -> world.faults.add(LICENCE_CHANGED);
            case CompleteRemovalDecoder.TEMPLATE_ID -> {
                world.faults.add(CHUNK_REMOVED);
                final CompleteRemovalDecoder removal = new CompleteRemovalDecoder();
                fences.forget(Role.CHUNK, (int)
                        removal.wrapAndApplyHeader(buffer, 0, header).chunk());
            }
            case RemoveEmDecoder.TEMPLATE_ID -> {
                world.faults.add(EM_REMOVED);
                final RemoveEmDecoder removal = new RemoveEmDecoder();
                fences.forget(Role.EXTENT_MANAGER, (int)
                        removal.wrapAndApplyHeader(buffer, 0, header).em());
            }
            default -> {}
        }
    }
}
