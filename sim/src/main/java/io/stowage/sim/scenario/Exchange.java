package io.stowage.sim.scenario;

import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import java.util.OptionalLong;
import java.util.UUID;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One line's way to the target and back: where its frame is encoded, whom it speaks for, how the reply is read. */
final class Exchange {
    /** Fields that any command may have beside its own. */
    static final String CLUSTER = "cluster";

    static final String INCARNATION = "incarnation";
    static final String EM = "em";
    static final String SESSION = "session";
    static final String AFTER = "after";
    static final String ROLE = "role";
    static final String SENDER = "sender";

    private final ScenarioTarget target;
    private final Memory memory = new Memory();
    private final ReplyReader reader = new ReplyReader();
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    private OptionalLong session = OptionalLong.empty();
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

    /** The target as a host, for what a running server does by itself. */
    ScenarioHost host(final String what) {
        if (target instanceof ScenarioHost host) {
            return host;
        }
        throw new BadLine(what + " needs an engine in this process; leave out --connect");
    }

    /** Prepares for a command: whose session it comes over, and what time passes before it. */
    void begin(final Fields fields) {
        session = fields.has(SESSION) ? OptionalLong.of(fields.size(SESSION)) : OptionalLong.empty();
        if (session.isPresent()) {
            host("field '" + SESSION + "'");
        }
        if (fields.has(AFTER)) {
            host("field '" + AFTER + "'").pass(fields.number(AFTER, 0, ScenarioRunner.LONGEST_TICK_MS));
        }
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
                .incarnation(incarnation(fields, incarnation))
                .sender(fields.uint32(SENDER, sender))
                .role(fields.oneOf(ROLE, Role.class, role))
                .putReserved((short) 0, (short) 0, (short) 0);
    }

    /** Sends what was encoded and reads the reply. */
    ObjectNode send(final int encodedLength) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        return reader.read(
                session.isPresent()
                        ? host(SESSION).exchange(session.getAsLong(), buffer, length)
                        : target.exchange(buffer, length));
    }

    /** Appends what was encoded as an entry of the host that has no reply. */
    ObjectNode append(final ScenarioHost host, final int encodedLength) {
        host.append(buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
        return done();
    }

    /** Appends what was encoded as an entry of the host and reads the reply. */
    ObjectNode send(final ScenarioHost host, final int encodedLength) {
        return reader.read(host.exchange(0, buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength));
    }

    /** What stands for a reply where there is none. */
    ObjectNode done() {
        return JsonNodeFactory.instance.objectNode().put("result", "OK").put("position", target.position());
    }

    UUID cluster(final Fields fields) {
        return fields.has(CLUSTER) ? uuid(fields) : EngineTarget.CLUSTER_ID;
    }

    private static UUID uuid(final Fields fields) {
        try {
            return UUID.fromString(fields.text(CLUSTER));
        } catch (final IllegalArgumentException notUuid) {
            throw fields.wrong(CLUSTER, "a UUID", fields.required(CLUSTER));
        }
    }
}
