package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second server on the directory of one that runs, or that is stopped (SIGSTOP). */
@Timeout(300)
class SecondServerIT {
    @TempDir
    private Path scratch;

    @Test
    void shouldRefuseASecondServerOnTheDirectory() {
        try (FaultClients clients = new FaultClients();
                ServerProcess first = start("media.liveness-timeout=300s")) {
            final String channel = SmallServer.channel(first);
            try (ServerProcess second = start()) {
                assertThat(second.awaitExit()).isEqualTo(ExitCode.FAILED);
                assertThat(second.output().stream().filter(line -> line.startsWith("stowage: ")))
                        .singleElement()
                        .asString()
                        .matches("stowage: \\Q" + directory() + "\\E is in use by process " + first.pid()
                                + " since \\S+; stop it, or choose another --dir");
            }
            // A stopped owner is an owner: its lock stays with it.
            first.stop();
            try (ServerProcess third = start()) {
                assertThat(third.awaitExit()).isEqualTo(ExitCode.FAILED);
            }
            first.resume();
            try (BlockingOperator operator =
                    BlockingOperator.connect(clients.session(channel, Role.OPERATOR), FaultClients.TIMEOUT_NS)) {
                assertThat(operator.status().position()).isPositive();
            }
        }
    }

    private Path directory() {
        return scratch.resolve("server");
    }

    private ServerProcess start(final String... settings) {
        final List<String> args =
                new ArrayList<>(List.of("serve", "--dir", directory().toString(), "--port", "0"));
        args.addAll(SmallServer.settings());
        args.addAll(SmallServer.options(settings));
        return ServerProcess.start(args.toArray(String[]::new));
    }
}
