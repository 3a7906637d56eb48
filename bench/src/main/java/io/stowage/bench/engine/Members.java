package io.stowage.bench.engine;

import io.stowage.bench.fleet.FleetShape;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.ConnectEmEncoder;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.EmHeartbeatEncoder;
import io.stowage.codecs.RegisterChunkEncoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeEncoder;
import io.stowage.codecs.RemoveEmEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SetConfigEncoder;
import io.stowage.codecs.wire.IpAddresses;

/** Who belongs to the cluster: nodes and chunks registered, extent managers connected and removed, and its settings. */
public final class Members {
    private static final int PORT = 10_000;

    private final EngineHost host;
    private final ConnectEmEncoder connect = new ConnectEmEncoder();
    private final ConnectEmReplyDecoder connected = new ConnectEmReplyDecoder();
    private final EmHeartbeatEncoder heartbeat = new EmHeartbeatEncoder();
    private final RemoveEmEncoder remove = new RemoveEmEncoder();

    /**
     * Encodes for an engine.
     *
     * @param host of it.
     */
    public Members(final EngineHost host) {
        this.host = host;
    }

    /**
     * Registers a node with a chunk in the default pool. Makes garbage.
     *
     * @param operator who speaks.
     * @param shape    of the fleet.
     * @param index    of the chunk, from 0.
     * @return chunk id.
     */
    public int register(final Sender operator, final FleetShape shape, final int index) {
        final IpAddresses.Words ip = IpAddresses.parse(shape.ip(index));
        final RegisterNodeEncoder node =
                new RegisterNodeEncoder().wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(node.header(), operator);
        node.dataIp().high(ip.high()).low(ip.low());
        require(host.submit(
                operator,
                node.name("n" + index)
                        .zone(shape.zone(index))
                        .rack(shape.rack(index))
                        .brick("")
                        .encodedLength()));
        final RegisterChunkEncoder chunk =
                new RegisterChunkEncoder().wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(chunk.header(), operator);
        chunk.ip().high(ip.high()).low(ip.low());
        require(host.submit(
                operator,
                chunk.capabilities(0).rawCapacityBytes(0).port(PORT).pool("").encodedLength()));
        return (int) new RegisterChunkReplyDecoder()
                .wrapAndApplyHeader(host.reply(), 0, host.replyMessageHeader())
                .chunk();
    }

    /**
     * Changes a setting of the cluster. Makes garbage.
     *
     * @param operator who speaks.
     * @param key      of the setting.
     * @param value    in its unit.
     */
    public void configure(final Sender operator, final ConfigKey key, final long value) {
        final SetConfigEncoder encoder =
                new SetConfigEncoder().wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(encoder.header(), operator);
        require(host.submit(operator, encoder.value(value).key(key).encodedLength()));
    }

    /**
     * An extent manager makes itself known with its incarnation.
     *
     * @param sender extent manager.
     * @return how it was answered; the version of its last report is {@link #lastVersion()}.
     */
    public ResultCode connect(final Sender sender) {
        connect.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(connect.header(), sender);
        return host.submit(sender, connect.capabilities(0).encodedLength());
    }

    /**
     * The last version of the last answer to a connect, which was OK.
     *
     * @return space version; 0: no report yet.
     */
    public long lastVersion() {
        return connected
                .wrapAndApplyHeader(host.reply(), 0, host.replyMessageHeader())
                .lastVersion();
    }

    /**
     * An extent manager is alive.
     *
     * @param sender extent manager.
     * @return how it was answered.
     */
    public ResultCode heartbeat(final Sender sender) {
        heartbeat.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(heartbeat.header(), sender);
        heartbeat.topologyVersion(0).needsRecover(BooleanType.FALSE);
        heartbeat.quotasCount(0);
        heartbeat.unusableCount(0);
        return host.submit(sender, heartbeat.encodedLength());
    }

    /**
     * An extent manager is forgotten.
     *
     * @param operator who speaks.
     * @param em       id.
     * @return how it was answered.
     */
    public ResultCode remove(final Sender operator, final int em) {
        remove.wrapAndApplyHeader(host.buffer(), 0, host.messageHeader());
        host.address(remove.header(), operator);
        return host.submit(operator, remove.em(em).encodedLength());
    }

    private static void require(final ResultCode result) {
        if (result != ResultCode.OK) {
            throw new IllegalStateException("the cluster cannot be made: a command was answered " + result);
        }
    }
}
