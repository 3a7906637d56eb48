package io.stowage.engine.explain;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.wire.IpAddresses;
import io.stowage.codecs.wire.Protocol;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Says where rows stand in words: names as people gave them, addresses as they write them. */
public final class Atlas {
    private final DomainTable domains;
    private final NodeTable nodes;
    private final PoolTable pools;
    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final MutableDirectBuffer name = new UnsafeBuffer(new byte[Protocol.MAX_NAME_LENGTH]);

    /**
     * Ties the tables together.
     *
     * @param domains zones, racks, bricks.
     * @param nodes   machines.
     * @param pools   pools.
     * @param chunks  chunks.
     * @param space   terms of the chunks.
     */
    public Atlas(
            final DomainTable domains,
            final NodeTable nodes,
            final PoolTable pools,
            final ChunkTable chunks,
            final ChunkSpaceTable space) {
        this.domains = domains;
        this.nodes = nodes;
        this.pools = pools;
        this.chunks = chunks;
        this.space = space;
    }

    Explanation.Place place(final int chunk, final int tier) {
        final int node = chunks.node(chunk);
        nodes.copyName(node, name, 0);
        final String nodeName = text();
        return new Explanation.Place(
                chunks.id(chunk),
                chunks.port(chunk),
                nodes.id(node),
                nodeName,
                IpAddresses.format(nodes.ipHigh(node), nodes.ipLow(node)),
                domain(nodes.zone(node)),
                domain(nodes.rack(node)),
                nodes.brick(node) == RowTable.NONE ? "" : domain(nodes.brick(node)),
                space.capacity(chunk, tier),
                space.allocated(chunk, tier));
    }

    private String domain(final int row) {
        domains.copyName(row, name, 0);
        return text();
    }

    /** Name of a zone, or its number where it has none. */
    String zone(final int id) {
        final int row = id == 0 ? RowTable.NONE : domains.findById(DomainTable.ZONE, id);
        return row == RowTable.NONE ? Integer.toUnsignedString(id) : domain(row);
    }

    /** Name of a pool, the default one for 0, or its number where it has none. */
    String pool(final int id) {
        final int row = id == 0 ? 0 : pools.findById(id);
        return row == RowTable.NONE ? Integer.toUnsignedString(id) : poolOfRow(row);
    }

    String poolOfRow(final int row) {
        pools.copyName(row, name, 0);
        return text();
    }

    List<String> pools() {
        final List<String> names = new ArrayList<>();
        for (int row = 0; row < pools.highWater(); row++) {
            if (pools.isUsed(row)) {
                names.add(pools.id(row) + " " + poolOfRow(row));
            }
        }
        return List.copyOf(names);
    }

    List<String> zones() {
        final List<String> names = new ArrayList<>();
        for (int row = 0; row < domains.highWater(); row++) {
            if (domains.isUsed(row) && domains.level(row) == DomainTable.ZONE) {
                names.add(domains.id(row) + " " + domain(row));
            }
        }
        return List.copyOf(names);
    }

    List<Integer> unknown(final List<Integer> ids) {
        return ids.stream().filter(id -> chunks.findById(id) == RowTable.NONE).toList();
    }

    Explanation.HeldBack heldBack(final int chunk) {
        final int node = chunks.node(chunk);
        nodes.copyName(node, name, 0);
        return new Explanation.HeldBack(
                chunks.id(chunk),
                nodes.id(node),
                text(),
                AdminState.get((short) chunks.adminState(chunk)),
                Health.get((short) chunks.health(chunk)),
                (chunks.isolation(chunk) & ChunkTable.MAINTENANCE_BIT) != 0,
                (chunks.isolation(chunk) & ChunkTable.SUBHEALTH_BIT) != 0);
    }

    private String text() {
        int length = 0;
        while (length < name.capacity() && name.getByte(length) != 0) {
            length++;
        }
        final byte[] bytes = new byte[length];
        name.getBytes(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
