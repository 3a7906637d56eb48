package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.OperatorClient;
import io.stowage.client.OperatorListener;
import io.stowage.client.StowageException;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.Role;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client of a cluster that asks and never listens loses its session; nobody else notices. */
@Tag("long")
class SlowClusterClientIT {
    /** Their replies are many times what may wait for a client. */
    private static final int QUERIES = 4_000;

    private static final int QUERIES_BETWEEN = 100;

    @TempDir
    private Path scratch;

    private final IdleStrategy idle = new BackoffIdleStrategy();
    private String disconnection = "";

    @Test
    @Timeout(600)
    void shouldLoseItsSessionWhileTheOthersAreServed() {
        try (MemberFleet members = new MemberFleet(scratch, "session.reply-queue-bytes=64KiB");
                FaultClients clients = new FaultClients()) {
            clients.secrets(members::secret);
            members.awaitLeader();
            try (OperatorClient slow = OperatorClient.asyncConnect(
                            clients.session(members.channel(), Role.OPERATOR), FaultClients.TIMEOUT_NS, listener());
                    BlockingOperator other = BlockingOperator.connect(
                            clients.session(members.channel(), Role.OPERATOR), FaultClients.TIMEOUT_NS)) {
                await(slow, slow::isConnected);

                // when
                for (int asked = 0; asked < QUERIES; asked++) {
                    if (slow.queryConfig() == OfferCode.NOT_CONNECTED) {
                        break;
                    }
                    if (asked % QUERIES_BETWEEN == 0) {
                        assertThat(other.status().chunks()).isZero();
                    }
                }

                // then
                await(slow, () -> !disconnection.isEmpty());
                assertThat(disconnection).contains("closed the session");
                assertThat(other.status().chunks()).isZero();
            }
        }
    }

    private OperatorListener listener() {
        return new OperatorListener() {
            @Override
            public void onDisconnected(final StowageException failure, final boolean isFinal) {
                disconnection = String.valueOf(failure.getMessage());
            }
        };
    }

    private void await(final OperatorClient client, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + FaultClients.TIMEOUT_NS;
        while (!condition.getAsBoolean()) {
            idle.idle(client.poll());
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain; the client heard '" + disconnection + "'");
            }
        }
    }
}
