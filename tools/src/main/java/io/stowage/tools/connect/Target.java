package io.stowage.tools.connect;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.stowage.client.ServerChannel;
import io.stowage.codecs.wire.Protocol;
import io.stowage.tools.ToolException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.MappedByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is.
 *
 * @param channel         Aeron channel on which it listens, or the members of a cluster.
 * @param aeronDirectory  of the media driver to use; null: one of our own is needed.
 * @param name            for people.
 * @param directory       data directory of the server, where it is on this machine.
 */
record Target(String channel, @Nullable String aeronDirectory, String name, Path directory) {
    private static final String IPC = "ipc";
    private static final int PORT_MAX = 65_535;

    /** Chooses by what was told, or by what runs on this machine. */
    static Target choose(final String told, final Path directory, final String aeronDirectory) {
        final boolean isLocal = told.equals(IPC) || told.equals(Protocol.IPC_CHANNEL);
        if (isLocal || told.isEmpty()) {
            if (isDriverAlive(aeronDirectory)) {
                return new Target(Protocol.IPC_CHANNEL, aeronDirectory, "the server of " + directory, directory);
            }
            if (isLocal) {
                throw new ToolException(
                        "no server runs on " + directory + "; start one with 'stowage up' or 'stowage serve'");
            }
        }
        if (ServerChannel.isCluster(told)) {
            ServerChannel.check(told);
            return new Target(told, null, told, directory);
        }
        return udp(told.isEmpty() ? "localhost:" + Protocol.DEFAULT_PORT : told, told.isEmpty(), directory);
    }

    private static Target udp(final String told, final boolean isDefault, final Path directory) {
        if (told.startsWith("aeron:")) {
            return new Target(told, null, told, directory);
        }
        final int colon = told.lastIndexOf(':');
        final boolean hasPort =
                colon > 0 && told.indexOf(']') < colon && (told.startsWith("[") || told.indexOf(':') == colon);
        final String host = hasPort ? told.substring(0, colon) : told;
        final int port = hasPort ? port(told, told.substring(colon + 1)) : Protocol.DEFAULT_PORT;
        final String endpoint =
                (host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host) + ':' + port;
        if (nobodyListens(host, port)) {
            throw new ToolException(
                    isDefault
                            ? "no server runs on " + directory + " or listens on " + endpoint
                                    + "; start one with 'stowage up', or name one with --connect HOST:PORT"
                            : "no server listens on " + endpoint + "; start it, or check host and port");
        }
        return new Target("aeron:udp?endpoint=" + endpoint, null, endpoint, directory);
    }

    private static int port(final String told, final String text) {
        try {
            final int port = Integer.parseInt(text);
            if (port > 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (final NumberFormatException notANumber) {
            throw notAServer(told);
        }
        throw notAServer(told);
    }

    private static ToolException notAServer(final String told) {
        return new ToolException(
                "'" + told + "' is not a server; write ipc, HOST:PORT as in localhost:" + Protocol.DEFAULT_PORT
                        + ", or the members of a cluster as in cluster:0=host0:5710,1=host1:5710,2=host2:5710");
    }

    /** A killed driver leaves its directory behind and looks alive by its heartbeat for a while; its process tells at once. */
    static boolean isDriverAlive(final String aeronDirectory) {
        final File file = CommonContext.newCncFile(aeronDirectory);
        if (!file.exists() || file.length() <= CncFileDescriptor.META_DATA_LENGTH) {
            return false;
        }
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(file, CncFileDescriptor.CNC_FILE);
        try {
            final long pid = CncFileDescriptor.pid(CncFileDescriptor.createMetaDataBuffer(mapped));
            return pid > 0 && ProcessHandle.of(pid).isPresent();
        } finally {
            IoUtil.unmap(mapped);
        }
    }

    /** A port of this machine that can be bound has no listener; of other machines nothing is known until they answer. */
    private static boolean nobodyListens(final String host, final int port) {
        final InetSocketAddress address =
                new InetSocketAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
        if (address.isUnresolved()) {
            throw new ToolException("there is no host '" + host + "'; check the name, or use an address");
        }
        try {
            if (!isOurs(address.getAddress())) {
                return false;
            }
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.bind(address);
                return true;
            }
        } catch (final IOException inUse) {
            return false;
        }
    }

    private static boolean isOurs(final InetAddress address) throws IOException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}
