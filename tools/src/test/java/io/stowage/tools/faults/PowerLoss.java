package io.stowage.tools.faults;

import io.stowage.faults.LoopFileSystem;
import io.stowage.tools.ServerProcess;
import java.nio.file.Path;

/**
 * The file system of the data directory is shut down as a power loss would: what was not forced is gone. Answers count until the
 * moment before: a force that is under way then may report success for what was dropped, and with the power really off nobody
 * would hear of it.
 */
final class PowerLoss implements Fault {
    private static final long DISK_BYTES = 1L << 30;

    private final LoopFileSystem disk;

    private PowerLoss(final LoopFileSystem disk) {
        this.disk = disk;
    }

    /** Makes the file system; an IOException where this user or this machine cannot. */
    static PowerLoss on(final Path scratch, final String type) throws Exception {
        return new PowerLoss(LoopFileSystem.create(scratch, type, DISK_BYTES));
    }

    @Override
    public Path directory() {
        return disk.root().resolve("server");
    }

    @Override
    public void strike(final ServerProcess server, final ReservationLoad load) {
        try {
            disk.cutPower();
            server.kill();
            disk.unmount();
            disk.mount();
        } catch (final Throwable e) {
            throw new AssertionError("the power could not be cut", e);
        }
    }

    @Override
    public void close() {
        try {
            disk.close();
        } catch (final java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
