package io.stowage.tools.faults;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Random;

/** A port that servers can have one after the other, below those that the system gives to clients. */
final class FreePort {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    static int find(final Random random) {
        for (int i = 0; i < TRIES; i++) {
            final int port = random.nextInt(FIRST, LAST);
            try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (final IOException inUse) {
                continue;
            }
        }
        throw new AssertionError("no free port between " + FIRST + " and " + LAST);
    }
}
