package io.stowage.tools.faults;

import io.stowage.tools.ServerProcess;
import java.nio.file.Path;

/** What is done to a server in the middle of its work, again and again. */
interface Fault extends AutoCloseable {
    /** Data directory of the server. */
    Path directory();

    /** Ends the server; afterwards the directory is as the next one finds it. */
    void strike(ServerProcess server, ReservationLoad load);

    @Override
    void close();

    /** SIGKILL. */
    static Fault kill(final Path directory) {
        return new Fault() {
            @Override
            public Path directory() {
                return directory;
            }

            @Override
            public void strike(final ServerProcess server, final ReservationLoad load) {
                server.kill();
                load.drain();
            }

            @Override
            public void close() {}
        };
    }
}
