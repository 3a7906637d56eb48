package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.ChunkRow;
import io.stowage.client.blocking.SpaceRow;
import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the removal of a chunk would take, from what the server shows of all chunks now.
 *
 * @param segments      that lie there.
 * @param bytes         nominal, of these.
 * @param pendingBytes  reserved there and not yet reported.
 * @param freeElsewhere free bytes on healthy chunks of the pool.
 */
record Removal(long segments, long bytes, long pendingBytes, long freeElsewhere) {
    static Removal of(final BlockingOperator operator, final int chunk) {
        final List<ChunkRow> chunks = operator.chunks();
        final ChunkRow own = chunks.stream()
                .filter(row -> row.chunk() == chunk)
                .findFirst()
                .orElseThrow(() -> new ToolException("no chunk " + chunk + "; 'stowage chunk list' shows all"));
        final Set<Integer> others = chunks.stream()
                .filter(row -> row.chunk() != chunk
                        && row.pool() == own.pool()
                        && row.adminState() == AdminState.IN_USE
                        && row.health() == Health.HEALTHY)
                .map(ChunkRow::chunk)
                .collect(Collectors.toSet());
        long segments = 0;
        long bytes = 0;
        long pendingBytes = 0;
        long freeElsewhere = 0;
        for (final SpaceRow row : operator.space()) {
            if (row.chunk() == chunk) {
                segments += row.segments();
                bytes += row.thick() + row.thinNominal();
                pendingBytes += row.thickPending() + row.thinPending() + row.thickRx() + row.thinRx();
            } else if (others.contains(row.chunk())) {
                freeElsewhere += row.free();
            }
        }
        return new Removal(segments, bytes, pendingBytes, freeElsewhere);
    }

    Map<String, @Nullable Object> json() {
        return Json.object(
                "segments", segments, "bytes", bytes, "pendingBytes", pendingBytes, "freeElsewhere", freeElsewhere);
    }

    String text() {
        return segments == 0 && pendingBytes == 0
                ? "nothing is there"
                : Text.count(segments, "segment") + " (" + Text.bytes(bytes) + ") to move, " + Text.bytes(pendingBytes)
                        + " reserved; " + Text.bytes(freeElsewhere) + " are free on other healthy chunks of the pool";
    }
}
