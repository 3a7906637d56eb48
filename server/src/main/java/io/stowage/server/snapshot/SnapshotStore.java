package io.stowage.server.snapshot;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.SnapshotCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of a data directory.
 *
 * <pre>
 *   DIR/snapshots/snapshot-0000000000012345678.bin        the state after the entry at that position
 *   DIR/snapshots/snapshot-0000000000012345678.bin-PID.tmp   being written; what a dead process left is deleted
 * </pre>
 *
 * The format of a file is the engine's: header, tables, a hash over each, and the state hash. Several processes may publish
 * and read at the same time, for a file appears by a rename and is never changed. Each store is used by one thread at a time.
 */
public final class SnapshotStore {
    private static final String DIRECTORY = "snapshots";
    private static final long NO_PROCESS = -1;
    private static final Pattern NAME = Pattern.compile("snapshot-(\\d{19})\\.bin");

    private final Path directory;
    private final Path home;

    /** Files whose bytes were checked; they never change. */
    private final Set<Path> good = new HashSet<>();

    /**
     * Looks at nothing yet.
     *
     * @param home data directory of a server.
     */
    public SnapshotStore(final Path home) {
        this.home = home;
        this.directory = home.resolve(DIRECTORY);
    }

    /**
     * An engine to go on from.
     *
     * @param engine   with the state of a snapshot, or fresh; to be closed by the caller.
     * @param warnings one for each newer snapshot that could not be used.
     */
    public record Restored(Engine engine, List<String> warnings) {
        /** Keeps what is given. */
        public Restored {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * All snapshots, the newest first.
     *
     * @return published files.
     * @throws SnapshotException if the directory cannot be read.
     */
    public List<SnapshotFile> list() {
        final List<SnapshotFile> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (final Path file : files) {
                    final Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                    if (name.matches()) {
                        found.add(new SnapshotFile(file, Long.parseLong(name.group(1)), Files.size(file)));
                    }
                }
            } catch (final IOException | UncheckedIOException e) {
                throw new SnapshotException(
                        "the snapshots in " + directory + " cannot be read (" + e + "); check its permissions", e);
            }
        }
        found.sort(Comparator.comparingLong(SnapshotFile::position).reversed());
        return found;
    }

    /**
     * Position up to which the journal was forced for a snapshot.
     *
     * @return that of the newest; 0 if there is none.
     */
    public long newestPosition() {
        final List<SnapshotFile> all = list();
        return all.isEmpty() ? 0 : all.getFirst().position();
    }

    /**
     * Loads the newest snapshot that is good.
     *
     * @param limits of the engine.
     * @return the engine: fresh, at position 0, where there is no good one.
     */
    public Restored restore(final Limits limits) {
        return restore(limits, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Loads the newest snapshot that is good and not beyond a point of the log.
     *
     * @param limits          of the engine.
     * @param mostPosition    position that it may have.
     * @param mostTimestampMs time of the log that it may have, milliseconds since 1970.
     * @return the engine: fresh, at position 0, where there is no good one.
     */
    public Restored restore(final Limits limits, final long mostPosition, final long mostTimestampMs) {
        final List<String> warnings = new ArrayList<>();
        for (final SnapshotFile file : list()) {
            if (file.position() <= mostPosition) {
                final Engine engine = new Engine(limits);
                final String fault = load(file, engine);
                if (fault == null && engine.timestampMs() <= mostTimestampMs) {
                    return new Restored(engine, warnings);
                }
                engine.close();
                // A server may have let go of it since it was listed; that is no damage.
                if (fault != null && Files.exists(file.path())) {
                    warnings.add(file.path() + " is left out: " + fault);
                }
            }
        }
        return new Restored(new Engine(limits), warnings);
    }

    /** Loads a file into a fresh engine; says what is wrong with it, or null. */
    private static @Nullable String load(final SnapshotFile file, final Engine engine) {
        try {
            return read(file, (buffer, length) -> {
                engine.load(buffer, 0, length);
                return engine.position() == file.position()
                        ? null
                        : "it holds the state at position " + engine.position();
            });
        } catch (final IllegalArgumentException | IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private boolean isGood(final SnapshotFile file) {
        if (good.contains(file.path())) {
            return true;
        }
        try {
            final boolean isGood = read(file, (buffer, length) -> SnapshotCheck.fault(buffer, 0, length)) == null;
            if (isGood) {
                good.add(file.path());
            }
            return isGood;
        } catch (final IOException e) {
            return false;
        }
    }

    /** Looks at the bytes of a file; says what is wrong with it, or null. */
    private interface Look {
        @Nullable
        String at(UnsafeBuffer buffer, int length);
    }

    private static @Nullable String read(final SnapshotFile file, final Look look) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                return "it is longer than a snapshot can be";
            }
            if (channel.size() == 0) {
                return "it is empty";
            }
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            try {
                return look.at(new UnsafeBuffer(mapped), mapped.capacity());
            } finally {
                BufferUtil.free(mapped);
            }
        }
    }

    /**
     * Publishes the state of an engine.
     *
     * @param engine that nobody changes meanwhile; the journal up to its position must be on the disk.
     * @return the file.
     * @throws SnapshotException if it cannot be written; nothing is left of it then.
     */
    public SnapshotFile publish(final Engine engine) {
        return publish(engine, file(engine.position()));
    }

    /** The file of a snapshot, there or not. */
    Path file(final long position) {
        return directory.resolve(String.format(Locale.ROOT, "snapshot-%019d.bin", position));
    }

    /** The file of a snapshot of this process that has no position yet. */
    Path unfinished() {
        return SnapshotWriter.unfinished(directory.resolve("snapshot.bin"));
    }

    /**
     * Writes the state of an engine into any file.
     *
     * @param engine that nobody changes meanwhile.
     * @param target file; replaced if it is there.
     * @return the file.
     * @throws SnapshotException if it cannot be written; nothing is left of it then.
     */
    public static SnapshotFile publish(final Engine engine, final Path target) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            return new SnapshotFile(target, engine.position(), SnapshotWriter.write(engine, target));
        } catch (final IOException e) {
            throw new SnapshotException(
                    "the snapshot " + target + " cannot be written (" + e
                            + "); give the directory space and permissions",
                    e);
        }
    }

    /**
     * Deletes all that are older than the newest good snapshots, and what dead processes left unfinished. A damaged one counts
     * for nothing: each file is read once to tell, and stays, if it is newer than the oldest that is kept, for people to look at.
     *
     * @param keep how many good ones stay.
     * @return position that all good ones are at or above: the journal before it is needed by none; 0 if there are fewer.
     * @throws SnapshotException if one cannot be deleted.
     */
    public long prune(final int keep) {
        long oldest = 0;
        int left = keep;
        try {
            for (final SnapshotFile file : list()) {
                if (left == 0) {
                    Files.deleteIfExists(file.path());
                    good.remove(file.path());
                } else if (isGood(file) && --left == 0) {
                    oldest = file.position();
                }
            }
            deleteUnfinished(ProcessHandle.current().pid());
        } catch (final IOException e) {
            throw new SnapshotException("old snapshots in " + directory + " cannot be deleted (" + e + ")", e);
        }
        return oldest;
    }

    /**
     * Puts the snapshots of states beyond a position out of the way, into a folder beside the others, where nobody looks for them.
     *
     * @param position of the newest state that stays.
     * @return where they lie now; null if there is none.
     * @throws SnapshotException if one cannot be moved.
     */
    public @Nullable Path setAsideBeyond(final long position) {
        Path aside = null;
        try {
            for (final SnapshotFile file : list()) {
                if (file.position() > position) {
                    aside = Files.createDirectories(home.resolve(DIRECTORY + ".beyond-" + position));
                    Files.move(
                            file.path(),
                            aside.resolve(String.valueOf(file.path().getFileName())),
                            StandardCopyOption.REPLACE_EXISTING);
                    good.remove(file.path());
                }
            }
        } catch (final IOException e) {
            throw new SnapshotException(
                    "snapshots in " + directory + " cannot be set aside (" + e + "); check its permissions", e);
        }
        return aside;
    }

    /**
     * Deletes what dead processes left unfinished. To be called by a server that starts, before it makes snapshots: a file that names its own
     * process is then of an older one with the same number, as it is always in a container.
     *
     * @throws SnapshotException if one cannot be deleted.
     */
    public void deleteUnfinished() {
        try {
            deleteUnfinished(NO_PROCESS);
        } catch (final IOException e) {
            throw new SnapshotException(
                    "unfinished snapshots in " + directory + " cannot be deleted (" + e + "); check its permissions",
                    e);
        }
    }

    private void deleteUnfinished(final long ownPid) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SnapshotWriter.UNFINISHED)) {
            for (final Path file : files) {
                final String name = String.valueOf(file.getFileName());
                final String pid =
                        name.substring(name.lastIndexOf('-') + 1, name.length() - SnapshotWriter.UNFINISHED.length());
                if (!isAlive(pid, ownPid)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isAlive(final String name, final long ownPid) {
        try {
            final long pid = Long.parseLong(name);
            if (pid == ProcessHandle.current().pid()) {
                return pid == ownPid;
            }
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        } catch (final NumberFormatException notOurs) {
            return true;
        }
    }

    @Override
    public String toString() {
        return "snapshots of " + home;
    }
}
