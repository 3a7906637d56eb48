package io.stowage.engine.explain;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, item by item. Its frame must be of a true shape.
 *
 * @param em         that asks.
 * @param version    space version.
 * @param reposition null for an allocation.
 * @param items      in order; their sizes are as written, 0 for the usual one.
 */
record AskedItems(int em, long version, @Nullable RepositionKind reposition, List<Explanation.Asked> items) {
    static AskedItems allocation(final Atlas atlas, final DirectBuffer buffer, final int offset) {
        final ReserveForAllocationDecoder request =
                new ReserveForAllocationDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        final int em = (int) request.header().sender();
        final long version = request.version();
        final List<Explanation.Asked> items = new ArrayList<>();
        for (final ReserveForAllocationDecoder.ItemsDecoder item : request.items()) {
            final long extents = item.extents();
            final long bytes = item.segmentBytes();
            final int prefer = (int) item.prefer();
            final int zone = (int) item.preferZone();
            final int pool = (int) item.pool();
            final int replicas = item.replicas();
            final int data = item.ecData();
            final int parity = item.ecParity();
            final Purpose purpose = item.purpose();
            final Tier tier = item.tier();
            final Provision provision = item.provision();
            final Priority priority = item.priority();
            final boolean isPartial = item.partial() == BooleanType.TRUE;
            final boolean isStrict = item.strictSpread() == BooleanType.TRUE;
            final List<Integer> excluded = new ArrayList<>();
            item.exclude().forEach(each -> excluded.add((int) each.chunk()));
            final List<Integer> existing = new ArrayList<>();
            item.existing().forEach(each -> existing.add((int) each.chunk()));
            items.add(new Explanation.Asked(
                    extents,
                    replicas,
                    data,
                    parity,
                    bytes,
                    tier,
                    provision,
                    priority,
                    purpose,
                    isPartial,
                    isStrict,
                    prefer,
                    zone,
                    atlas.zone(zone),
                    pool,
                    atlas.pool(pool),
                    List.copyOf(excluded),
                    List.copyOf(existing),
                    atlas.unknown(existing),
                    0));
        }
        return new AskedItems(em, version, null, items);
    }

    static AskedItems reposition(final Atlas atlas, final DirectBuffer buffer, final int offset) {
        final ReserveForRepositionDecoder request =
                new ReserveForRepositionDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
        final int em = (int) request.header().sender();
        final long version = request.version();
        final RepositionKind kind = request.kind();
        final List<Explanation.Asked> items = new ArrayList<>();
        for (final ReserveForRepositionDecoder.ItemsDecoder item : request.items()) {
            final long bytes = item.segmentBytes();
            final int replace = (int) item.replace();
            final int prefer = (int) item.prefer();
            final int replicas = item.replicas();
            final int data = item.ecData();
            final int parity = item.ecParity();
            final Tier tier = item.tier();
            final Provision provision = item.provision();
            final Priority priority = item.priority();
            final List<Integer> sources = new ArrayList<>();
            item.sources().forEach(each -> sources.add((int) each.chunk()));
            final List<Integer> excluded = new ArrayList<>();
            item.exclude().forEach(each -> excluded.add((int) each.chunk()));
            items.add(new Explanation.Asked(
                    1,
                    replicas,
                    data,
                    parity,
                    bytes,
                    tier,
                    provision,
                    priority,
                    Purpose.NULL_VAL,
                    false,
                    false,
                    prefer,
                    0,
                    "",
                    0,
                    "",
                    List.copyOf(excluded),
                    List.copyOf(sources),
                    atlas.unknown(sources),
                    replace));
        }
        return new AskedItems(em, version, kind, items);
    }
}
