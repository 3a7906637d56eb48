package io.stowage.probe;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** File systems as far as the JVM knows them on any system: sizes and types, but not what stands behind them. */
final class PortableFileSystems {
    private PortableFileSystems() {}

    /**
     * The file systems of the JVM's roots ({@code /}, or the drives).
     *
     * @return one for each root that can be read
     */
    static List<FileSystemReport> mounted() {
        final List<FileSystemReport> reports = new ArrayList<>();
        for (final Path root : FileSystems.getDefault().getRootDirectories()) {
            // A drive without a medium has no file system to report.
            ReadingSource.readingOf(() -> of(root)).toOptional().ifPresent(reports::add);
        }
        return List.copyOf(reports);
    }

    /**
     * The file system of a path.
     *
     * @param path any file or directory that is there
     * @return its file system; the kind is {@link FileSystemKind#LOCAL} for want of better knowledge
     * @throws IOException if the path is not there
     */
    static FileSystemReport of(final Path path) throws IOException {
        final Path realPath = path.toRealPath();
        final FileStore store = Files.getFileStore(realPath);
        Path mountPoint = realPath;
        for (Path parent = realPath.getParent();
                parent != null && Files.getFileStore(parent).equals(store);
                parent = parent.getParent()) {
            mountPoint = parent;
        }
        return new FileSystemReport(
                mountPoint,
                store.name(),
                "",
                store.type(),
                FileSystemKind.LOCAL,
                store.isReadOnly(),
                ReadingSource.readingOf(() -> new FileSystemSpace(
                        saturated(store.getTotalSpace()),
                        saturated(store.getUnallocatedSpace()),
                        saturated(store.getUsableSpace()),
                        0,
                        0)));
    }

    // The JVM turns what is beyond a long negative.
    private static long saturated(final long bytes) {
        return bytes < 0 ? Long.MAX_VALUE : bytes;
    }
}
