package io.stowage.engine.topology;

import io.stowage.codecs.CreatePoolDecoder;
import io.stowage.codecs.PoolReplyEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemovePoolDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.wire.Protocol;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.table.RowTable;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** Creation and removal of storage pools. The pool that requests mean when they name none is always there. */
public final class PoolCommands {
    private final ClusterTable cluster;
    private final PoolTable pools;
    private final Replies replies;
    private final CreatePoolDecoder createPool = new CreatePoolDecoder();
    private final RemovePoolDecoder removePool = new RemovePoolDecoder();
    private final PoolReplyEncoder poolReply = new PoolReplyEncoder();

    /**
     * Creates the handler.
     *
     * @param cluster to take ids from.
     * @param pools   pools.
     * @param replies to answer with.
     */
    public PoolCommands(final ClusterTable cluster, final PoolTable pools, final Replies replies) {
        this.cluster = cluster;
        this.pools = pools;
        this.replies = replies;
    }

    /** Creates the default pool of a new cluster. */
    public void createDefault() {
        final UnsafeBuffer name = new UnsafeBuffer(new byte[Names.LENGTH]);
        name.putBytes(0, Protocol.DEFAULT_POOL.getBytes(StandardCharsets.UTF_8));
        pools.create(cluster.nextPoolId(), name, 0);
    }

    /**
     * Creates a pool; idempotent by name.
     *
     * @param command to apply.
     */
    public void createPool(final CommandContext command) {
        createPool.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int name = command.messageOffset() + CreatePoolDecoder.nameEncodingOffset();
        if (Names.isEmpty(command.buffer(), name) || !Names.isWellFormed(command.buffer(), name)) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_NAME, 0, 0);
            return;
        }
        int pool = pools.findByName(command.buffer(), name);
        if (pool == RowTable.NONE) {
            if (pools.isFull()) {
                replies.send(command, ResultCode.BUSY, Reason.LIMIT_REACHED, pools.capacity(), pools.count());
                return;
            }
            pool = pools.create(cluster.nextPoolId(), command.buffer(), name);
        }
        poolReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(poolReply.header(), command, ResultCode.OK, Reason.NONE);
        poolReply.expected(0).found(0).pool(pools.id(pool));
        replies.send(command, poolReply.encodedLength());
    }

    /**
     * Removes an empty pool other than the default one.
     *
     * @param command to apply.
     */
    public void removePool(final CommandContext command) {
        removePool.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int pool = pools.findById((int) removePool.pool());
        if (pool == RowTable.NONE) {
            replies.send(command, ResultCode.CONFLICT, Reason.UNKNOWN_POOL, 0, removePool.pool());
        } else if (pools.chunks(pool) > 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.POOL_NOT_EMPTY, 0, pools.chunks(pool));
        } else if (pool == 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.BAD_VALUE, 0, removePool.pool());
        } else {
            pools.remove(pool);
            replies.send(command, ResultCode.OK);
        }
    }
}
