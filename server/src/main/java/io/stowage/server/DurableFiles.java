package io.stowage.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Small files that are still there after a loss of power. Any thread. */
public final class DurableFiles {
    private DurableFiles() {}

    /**
     * Writes a text in UTF-8, and makes it and the name of the file durable. A file that is there is replaced in place: whoever must never
     * see half of it writes another one and renames it, then calls {@link #forceFolder}.
     *
     * @param file     to write.
     * @param text     of it.
     * @param creation {@code CREATE}: whether it is there or not; {@code CREATE_NEW}: it must not be there.
     * @throws IOException if that fails.
     */
    public static void write(final Path file, final CharSequence text, final StandardOpenOption creation)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, creation, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        final Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            forceFolder(folder);
        }
    }

    /**
     * Makes the names in a folder durable: a new or renamed file is not, before its folder was forced.
     *
     * @param folder to force.
     * @throws IOException if that fails.
     */
    public static void forceFolder(final Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
