package io.stowage.bench.journal;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.agrona.DirectBuffer;

/** The peer of appending: Chronicle Queue as its manual shows it, one excerpt a command, no checksum. */
final class PlainChronicle implements Appending {
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final PointerBytesStore source = new PointerBytesStore();

    PlainChronicle(final Path directory) {
        queue = SingleChronicleQueueBuilder.binary(directory).build();
        appender = queue.createAppender();
    }

    @Override
    public void append(final DirectBuffer command, final int length) {
        source.set(command.addressOffset(), length);
        appender.writeBytes(source);
    }

    @Override
    public void endBatch() {
        // Every command is an excerpt of its own.
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
