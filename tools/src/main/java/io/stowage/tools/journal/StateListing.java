package io.stowage.tools.journal;

import io.stowage.codecs.ChunksQueryEncoder;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.ConfigQueryEncoder;
import io.stowage.codecs.EmsQueryEncoder;
import io.stowage.codecs.LicenceQueryEncoder;
import io.stowage.codecs.MemberListQueryEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.NodesQueryEncoder;
import io.stowage.codecs.PoolsQueryEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SpaceQueryEncoder;
import io.stowage.codecs.TopologyQueryEncoder;
import io.stowage.codecs.wire.IpAddresses;
import io.stowage.engine.Engine;
import io.stowage.engine.ReplySink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An engine's state as its own queries list it, decoded through the schema, so that a field that is added there is seen here.
 */
public final class StateListing {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int QUERY_LENGTH = 256;

    private final CommandSchema schema;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[QUERY_LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    /**
     * Asks nothing yet.
     *
     * @param schema to decode with.
     */
    public StateListing(final CommandSchema schema) {
        this.schema = schema;
    }

    /** What can be listed, in the order in which it is told. */
    public enum Kind {
        /** Settings of the cluster. */
        SETTING("key", ""),
        /** Where the members of the cluster shall run. */
        MEMBER("member", ""),
        /** The licence. */
        LICENCE("", ""),
        /** Zones, racks, bricks. */
        DOMAIN("domain", ""),
        /** Nodes. */
        NODE("node", ""),
        /** Storage pools. */
        POOL("pool", ""),
        /** Chunks. */
        CHUNK("chunk", ""),
        /** Extent managers. */
        EM("em", ""),
        /** Space by chunk and tier. */
        SPACE("chunk", "tier");

        private final String first;
        private final String second;

        Kind(final String first, final String second) {
            this.first = first;
            this.second = second;
        }

        private String key(final JsonNode row) {
            return row.get(first).asString()
                    + (second.isEmpty() ? "" : " " + row.get(second).asString());
        }
    }

    /**
     * All rows of a kind.
     *
     * @param engine to ask.
     * @param kind   of the rows.
     * @return fields by their names, by what names the row, in the engine's order; empty before the cluster started.
     */
    public Map<String, Map<String, String>> rows(final Engine engine, final Kind kind) {
        final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        if (!engine.isStarted()) {
            return rows;
        }
        long after = 0;
        do {
            final JsonNode reply = ask(engine, encode(engine, kind, after));
            if (kind == Kind.LICENCE) {
                rows.put("licence", fields(reply));
            } else {
                for (final JsonNode row : reply.get("rows")) {
                    rows.put(kind.key(row), fields(row));
                }
            }
            after = reply.has("next") ? reply.get("next").longValue() : 0;
        } while (after != 0);
        return rows;
    }

    private static Map<String, String> fields(final JsonNode row) {
        final Map<String, String> fields = new LinkedHashMap<>();
        row.properties().forEach(field -> {
            final JsonNode value = field.getValue();
            if (value.isObject() && value.has("low")) {
                fields.put(
                        field.getKey(),
                        IpAddresses.format(
                                value.get("high").longValue(), value.get("low").longValue()));
            } else if (!value.isContainer()) {
                fields.put(field.getKey(), value.asString());
            }
        });
        return fields;
    }

    private JsonNode ask(final Engine engine, final int length) {
        final List<String> replies = new ArrayList<>();
        engine.onQuery(0, query, 0, length, new ReplySink() {
            @Override
            public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int bytes) {
                replies.add(schema.fields(buffer, offset));
            }

            @Override
            public void onEvent(
                    final Role role, final int id, final DirectBuffer buffer, final int offset, final int bytes) {
                // A query raises none.
            }
        });
        return JSON.readTree(replies.getFirst());
    }

    private int encode(final Engine engine, final Kind kind, final long after) {
        query.setMemory(0, QUERY_LENGTH, (byte) 0);
        return MessageHeaderEncoder.ENCODED_LENGTH
                + switch (kind) {
                    case SETTING -> {
                        final ConfigQueryEncoder config = new ConfigQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, config.header());
                        yield config.encodedLength();
                    }
                    case MEMBER -> {
                        final MemberListQueryEncoder members =
                                new MemberListQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, members.header());
                        yield members.encodedLength();
                    }
                    case LICENCE -> {
                        final LicenceQueryEncoder licence =
                                new LicenceQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, licence.header());
                        yield licence.encodedLength();
                    }
                    case DOMAIN -> {
                        final TopologyQueryEncoder topology =
                                new TopologyQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, topology.header());
                        yield topology.after(after).encodedLength();
                    }
                    case NODE -> {
                        final NodesQueryEncoder nodes = new NodesQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, nodes.header());
                        yield nodes.after(after).encodedLength();
                    }
                    case POOL -> {
                        final PoolsQueryEncoder pools = new PoolsQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, pools.header());
                        yield pools.after(after).encodedLength();
                    }
                    case CHUNK -> {
                        final ChunksQueryEncoder chunks = new ChunksQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, chunks.header());
                        yield chunks.after(after).encodedLength();
                    }
                    case EM -> {
                        final EmsQueryEncoder ems = new EmsQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, ems.header());
                        yield ems.after(after).encodedLength();
                    }
                    case SPACE -> {
                        final SpaceQueryEncoder space = new SpaceQueryEncoder().wrapAndApplyHeader(query, 0, header);
                        address(engine, space.header());
                        yield space.after(after).encodedLength();
                    }
                };
    }

    private static void address(final Engine engine, final CommandHeaderEncoder command) {
        command.clusterHigh(engine.clusterHigh())
                .clusterLow(engine.clusterLow())
                .role(Role.OPERATOR);
    }
}
