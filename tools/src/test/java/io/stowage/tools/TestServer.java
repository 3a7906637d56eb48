package io.stowage.tools;

import io.stowage.engine.Limits;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.StandaloneServer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in this process, for commands that speak to one over shared memory. */
final class TestServer implements AutoCloseable {
    private final Path directory;
    private final StandaloneServer server;

    private TestServer(final Path directory, final StandaloneServer server) {
        this.directory = directory;
        this.server = server;
    }

    /** On a free UDP port of loopback, with generous time-outs. */
    static TestServer launch(final Path directory) {
        final StandaloneServer.Context context = new StandaloneServer.Context()
                .directory(directory)
                .limits(Limits.small())
                .idleStrategy(IdleStrategyKind.BACKOFF)
                .endpoint("localhost:0");
        context.media().termBufferLength(1 << 20).livenessTimeoutNs(TimeUnit.SECONDS.toNanos(60));
        context.sessions()
                .sessionTimeoutNs(TimeUnit.SECONDS.toNanos(60))
                .handshakeTimeoutNs(TimeUnit.SECONDS.toNanos(30));
        return new TestServer(directory, StandaloneServer.launch(context));
    }

    /** Three nodes of zone z1 with one chunk of 1 TiB each. */
    TestServer fill() {
        final StringBuilder scenario = new StringBuilder();
        for (int n = 1; n <= 3; n++) {
            final String chunk = """
                    {"command":"registerNode","name":"n@","dataIp":"10.0.0.@","zone":"z1","rack":"r@"}
                    {"command":"registerChunk","ip":"10.0.0.@","port":10201}
                    {"expect":{"result":"OK","chunk":@}}
                    {"command":"keepAlive","chunk":@,"incarnation":1,"fence":"none",\
                    "tiers":{"CAPACITY":{"total":1099511627776}}}
                    {"expect":{"result":"OK","health":"HEALTHY"}}
                    """;
            scenario.append(chunk.replace("@", Integer.toString(n)));
        }
        answering(scenario.toString(), "scenario", "-", "--connect", "ipc").text();
        return this;
    }

    Cli.Result run(final String... args) {
        return answering("", args);
    }

    Cli.Result answering(final String input, final String... args) {
        final Stream<String> patient = args[0].equals("journal")
                ? Stream.of(directory.toString())
                : Stream.of("--dir", directory.toString(), "--timeout", "60");
        return Cli.answering(input, Stream.concat(Stream.of(args), patient).toArray(String[]::new));
    }

    /** As in {@code 127.0.0.1:40123}. */
    String endpoint() {
        return Objects.requireNonNull(server.endpoint());
    }

    String clusterId() {
        return server.clusterId().toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
