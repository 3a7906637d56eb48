package io.stowage.server;

import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.replay.JournalReplay;
import io.stowage.server.replay.ReplayProgress;
import io.stowage.server.snapshot.SnapshotSettings;
import io.stowage.server.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The data directory of a real server as a kill would leave it, in memory, to be damaged and started on again and again. */
final class DataImage {
    /** Small tables, so that a thousand starts take no more than seconds. */
    static final Limits LIMITS = new Limits(64, 64, 4, 64, 4, 256, 64, 256);

    private static final int CYCLE_BYTES = 400;

    private final Map<Path, byte[]> files = new TreeMap<>();

    /** What a start found. */
    record Start(long position, long commands, long stateHash, List<String> warnings) {}

    /** Lets a server take nodes and chunks, and takes a copy while it runs, or of what it left when it was stopped. */
    static DataImage of(final Path directory, final int nodes, final boolean isStopped) throws IOException {
        final DataImage image = new DataImage();
        final StandaloneServer.Context context = TestServers.context(directory)
                .limits(LIMITS)
                .tickIntervalMs(TimeUnit.HOURS.toMillis(1))
                .snapshots(new SnapshotSettings(isStopped ? Long.MAX_VALUE >> 1 : 0, 1, Long.MAX_VALUE, 0));
        context.journal().cycleBytes(CYCLE_BYTES).blockBytes(64 << 10).maxBatchBytes(8 << 10);
        context.maxCommandBytes(4 << 10);
        try (StandaloneServer server = StandaloneServer.launch(context);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            for (int node = 1; node <= nodes; node++) {
                client.send(client.frames.registerNode("10.0.0." + node, "n" + node));
                client.await(RegisterNodeReplyDecoder.TEMPLATE_ID);
                client.send(client.frames.registerChunk("10.0.0." + node, 10_201));
                client.await(RegisterChunkReplyDecoder.TEMPLATE_ID);
            }
            if (!isStopped) {
                image.take(directory);
            }
        }
        if (isStopped) {
            image.take(directory);
        }
        return image;
    }

    /** All files, relative to the directory. */
    List<Path> files() {
        return List.copyOf(files.keySet());
    }

    List<Path> cycles() {
        return files().stream().filter(file -> file.toString().endsWith(".cq4")).toList();
    }

    byte[] bytes(final Path file) {
        return Objects.requireNonNull(files.get(file), "a file of the image").clone();
    }

    /** Puts everything into an empty directory, but other bytes into one file. */
    void restore(final Path directory, final Path changed, final byte[] bytes) throws IOException {
        delete(directory);
        for (final Map.Entry<Path, byte[]> file : files.entrySet()) {
            final Path target = directory.resolve(file.getKey().toString());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getKey().equals(changed) ? bytes : file.getValue());
        }
    }

    /** The steps of a server's start, up to where it would serve. */
    static Start start(final Path directory) {
        final List<String> warnings = new ArrayList<>();
        try (Journal journal = Journal.open(new Journal.Context().directory(directory))) {
            if (journal.recovery().message() != null) {
                warnings.add(journal.recovery().message());
            }
            if (journal.lostSinceClose()) {
                throw new ServerException("acknowledged commands are missing");
            }
            final SnapshotStore.Restored restored = new SnapshotStore(directory).restore(LIMITS);
            warnings.addAll(restored.warnings());
            try (Engine engine = restored.engine();
                    JournalReader reader = journal.reader(engine.position())) {
                JournalReplay.run(reader, engine, JournalReplay.TO_THE_END, ReplayProgress.NONE);
                return new Start(engine.position(), engine.commands(), engine.stateHash(), warnings);
            }
        }
    }

    static void delete(final Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (final Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void take(final Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (final Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(path), Files.readAllBytes(path));
            }
        }
    }
}
