package io.stowage.tools.faults;

import io.aeron.driver.NameResolverAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names of machines that can be pointed to another address while everything runs, as in a DNS of one's own: a hosts file that the
 * processes of members read at each lookup, and a resolver for the media driver of the clients.
 */
final class HostsFile implements NameResolverAgent {
    private final Path file;
    private final Map<String, String> addresses = new TreeMap<>(Map.of("localhost", "127.0.0.1"));

    HostsFile(final Path file) {
        this.file = file;
        try {
            addresses.put(InetAddress.getLocalHost().getHostName(), "127.0.0.1");
        } catch (final UnknownHostException nameless) {
            // Then nobody asks for it either.
        }
    }

    /** Where a name leads from now on. */
    synchronized void point(final String name, final String address) {
        addresses.put(name, address);
        final Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(
                    next,
                    addresses.entrySet().stream()
                            .map(entry -> entry.getValue() + ' ' + entry.getKey() + '\n')
                            .collect(Collectors.joining()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has a process use this file instead of the system's names. */
    String machineOption() {
        return "-Djdk.net.hosts.file=" + file;
    }

    @Override
    public synchronized @Nullable InetAddress resolve(
            final String name, final String uriParamName, final boolean isReResolution) {
        try {
            return InetAddress.getByName(addresses.getOrDefault(name, name));
        } catch (final UnknownHostException unknown) {
            return null;
        }
    }
}
