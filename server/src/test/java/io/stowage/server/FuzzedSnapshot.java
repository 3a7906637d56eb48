package io.stowage.server;

import io.stowage.engine.Engine;
import org.agrona.concurrent.UnsafeBuffer;

/** Any bytes as a snapshot: it is refused with a message and leaves nothing behind, or its sums are right. A Jazzer target. */
public final class FuzzedSnapshot {
    private FuzzedSnapshot() {}

    /** Throws what a start must not throw. */
    public static void fuzzerTestOneInput(final byte[] input) {
        try (Engine engine = new Engine(DataImage.LIMITS)) {
            try {
                engine.load(new UnsafeBuffer(input), 0, input.length);
            } catch (final IllegalArgumentException refused) {
                if (engine.position() != 0) {
                    throw new IllegalStateException("a refused snapshot left a position behind", refused);
                }
                return;
            }
            engine.verify();
        }
    }
}
