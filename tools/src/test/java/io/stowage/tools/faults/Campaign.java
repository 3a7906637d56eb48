package io.stowage.tools.faults;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.server.journal.JournalVerifier;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A server under load is ended by a fault and started again, many times over. After each start it must hold every reservation that
 * was acknowledged, in its extent manager's space version and on its chunks, and nothing that nobody asked for; all of this is
 * asked through its public interface.
 *
 * <p>Journal files and snapshots are small, so that files roll and snapshots are made all the time; every other fault waits, for a
 * while, until a snapshot is being written.
 */
final class Campaign {
    static final int EMS = 4;

    private static final long BLOCK_BYTES = 64 << 10;
    /** As many as an extent manager may have in flight; they are named in turn. */
    private static final int VERSIONS = 8;

    private static final int ANSWERS_MIN = 50;
    private static final int ANSWERS_MAX = 1_500;
    private static final int TURNS_PER_LOOK = 16;
    private static final int ANSWERS_BEFORE_SNAPSHOT = 20_000;

    private final Fault fault;
    private final String sync;
    private final Random random;
    private final Consumer<String> progress;
    private final FaultCounts counts = new FaultCounts();
    private final FaultTraces traces;
    private final AcknowledgedSpace space = new AcknowledgedSpace();
    private long position;
    private long looks;
    private String channel = "";

    Campaign(final Fault fault, final String sync, final long seed, final Consumer<String> progress) {
        this.fault = fault;
        this.sync = sync;
        this.random = new Random(seed);
        this.progress = progress;
        this.traces = new FaultTraces(fault.directory(), BLOCK_BYTES);
    }

    /** So many faults; then one more start, an orderly stop, and a look at the whole journal. */
    FaultCounts run(final int strikes) {
        // An orderly run first: it leaves the archive of classes that makes all later starts short.
        try (ServerProcess server = start()) {
            endInOrder(server);
        }
        try (FaultClients clients = new FaultClients()) {
            for (int round = 1; round <= strikes; round++) {
                strike(clients, round);
                progress.accept("round " + round + ": " + counts);
            }
            try (ServerProcess server = start()) {
                counts.onRecovered(check(clients, false));
                endInOrder(server);
                counts.onOutput(server.output());
            }
        }
        checkFiles();
        return counts;
    }

    private static void endInOrder(final ServerProcess server) {
        server.terminate();
        server.await("stopped: ");
        server.awaitExit();
    }

    private void strike(final FaultClients clients, final int round) {
        try (ServerProcess server = start()) {
            counts.onRecovered(check(clients, round == 1));
            final long version = 1L + round % VERSIONS;
            try (ReservationLoad load =
                    new ReservationLoad(clients.session(channel, Role.OPERATOR), random, space, EMS, version)) {
                final boolean waits = round % 2 == 0;
                final BooleanSupplier moment = waits ? this::isTimeToLook : () -> false;
                final int answers = waits ? ANSWERS_BEFORE_SNAPSHOT : random.nextInt(ANSWERS_MIN, ANSWERS_MAX);
                load.run(answers, () -> clients.poll() < 0 || moment.getAsBoolean());
                final boolean wasUnderWay = isSnapshotUnderWay();
                final long newest = new SnapshotStore(fault.directory()).newestPosition();
                fault.strike(server, load);
                position = load.lastPosition();
                final boolean isPublished = new SnapshotStore(fault.directory()).newestPosition() > newest;
                counts.onStrike(load.answers(), space.inFlight(), wasUnderWay && !isPublished);
            }
            counts.onOutput(server.output());
            counts.onFiles(traces.look());
        }
    }

    /** What the server before this one acknowledged is there, and of the rest a first part. */
    private int check(final FaultClients clients, final boolean isFirst) {
        try (BlockingOperator operator =
                BlockingOperator.connect(clients.session(channel, Role.OPERATOR), FaultClients.TIMEOUT_NS)) {
            if (operator.status().position() < position) {
                throw new AssertionError("the log ends at position "
                        + operator.status().position() + ", and " + position + " was acknowledged");
            }
            clients.connectChunks(channel);
            if (isFirst) {
                for (int em = 1; em <= EMS; em++) {
                    operator.connectEm(em, 1).outcome().orThrow();
                }
            }
            if (operator.ems().stream().filter(em -> em.incarnation() == 1).count() != EMS) {
                throw new AssertionError("the extent managers are " + operator.ems());
            }
            return space.reconcile(operator, EMS);
        }
    }

    private void checkFiles() {
        final JournalVerifier.Result journal = JournalVerifier.verify(fault.directory());
        if (!journal.ok() || journal.tornBytes() != 0 || journal.lastPosition() < position) {
            throw new AssertionError("the journal after an orderly stop: " + journal + ", acknowledged " + position);
        }
        if (isSnapshotUnderWay()) {
            throw new AssertionError("an unfinished snapshot was left over");
        }
    }

    /** Looks every now and then, for a look costs more than a turn of the load. */
    private boolean isTimeToLook() {
        looks++;
        return looks % TURNS_PER_LOOK == 0 && isSnapshotUnderWay();
    }

    private boolean isSnapshotUnderWay() {
        final Path snapshots = fault.directory().resolve("snapshots");
        if (!Files.isDirectory(snapshots)) {
            return false;
        }
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(snapshots, "*.tmp")) {
            return unfinished.iterator().hasNext();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerProcess start() {
        final List<String> args =
                new ArrayList<>(List.of("serve", "--dir", fault.directory().toString(), "--port", "0"));
        args.addAll(SmallServer.settings("journal.sync=" + sync, "journal.block-bytes=" + BLOCK_BYTES + "B"));
        final ServerProcess server = ServerProcess.start(args.toArray(String[]::new));
        channel = SmallServer.channel(server);
        return server;
    }
}
