package io.stowage.sim.scenario;

import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import java.util.UUID;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import tools.jackson.databind.node.ObjectNode;

/** One line's way to the target and back: where its frame is encoded, whom it speaks for, how the reply is read. */
final class Exchange {
    /** Fields that any command may have beside its own. */
    static final String CLUSTER = "cluster";

    static final String INCARNATION = "incarnation";
    static final String EM = "em";

    private final ScenarioTarget target;
    private final Memory memory = new Memory();
    private final ReplyReader reader = new ReplyReader();
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    private long correlationId;

    Exchange(final ScenarioTarget target) {
        this.target = target;
    }

    ScenarioTarget target() {
        return target;
    }

    Memory memory() {
        return memory;
    }

    /** An empty buffer: nothing of an earlier frame can show through. */
    MutableDirectBuffer newBuffer() {
        buffer = new ExpandableArrayBuffer(1024);
        return buffer;
    }

    MessageHeaderEncoder messageHeader() {
        return messageHeader;
    }

    /** Addresses a command of an operator. */
    void address(final CommandHeaderEncoder header, final Fields fields) {
        address(header, fields, Role.OPERATOR, 0, 0);
    }

    /** Addresses a command of an extent manager: the one named, else the one that connected last. */
    void addressAsEm(final CommandHeaderEncoder header, final Fields fields) {
        if (!fields.has(EM) && memory.lastEm() == 0) {
            throw new BadLine("field 'em' is missing, and no extent manager has connected before");
        }
        final int em = fields.uint32(EM, memory.lastEm());
        address(header, fields, Role.EXTENT_MANAGER, em, incarnation(fields, memory.emIncarnation(em)));
    }

    static long incarnation(final Fields fields, final long otherwise) {
        return fields.signed(INCARNATION, otherwise);
    }

    void address(
            final CommandHeaderEncoder header,
            final Fields fields,
            final Role role,
            final int sender,
            final long incarnation) {
        long clusterHigh = target.clusterHigh();
        long clusterLow = target.clusterLow();
        if (fields.has(CLUSTER)) {
            final UUID cluster = uuid(fields);
            clusterHigh = cluster.getMostSignificantBits();
            clusterLow = cluster.getLeastSignificantBits();
        }
        header.clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .correlationId(++correlationId)
                .incarnation(incarnation)
                .sender(sender)
                .role(role)
                .putReserved((short) 0, (short) 0, (short) 0);
    }

    /** Sends what was encoded and reads the reply. */
    ObjectNode send(final int encodedLength) {
        return reader.read(target.exchange(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength));
    }

    private static UUID uuid(final Fields fields) {
        try {
            return UUID.fromString(fields.text(CLUSTER));
        } catch (final IllegalArgumentException notUuid) {
            throw fields.wrong(CLUSTER, "a UUID", fields.required(CLUSTER));
        }
    }
}
