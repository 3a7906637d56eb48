package io.stowage.server.cluster;

import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.AgentTerminationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stops a member. Aeron's agents log an exception and go on behind the message that it came from, which would leave this
 * member's state different from the others': so whatever goes wrong in a callback ends its agent. Thread-safe.
 */
final class MemberFailure {
    private static final Logger LOGGER = LoggerFactory.getLogger(MemberFailure.class);

    private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();

    /** Notes the first failure, and gives back what the callback has to throw. */
    AgentTerminationException stop(final Throwable failed) {
        if (failed instanceof final AgentTerminationException asked) {
            return asked;
        }
        if (cause.compareAndSet(null, failed)) {
            LOGGER.error("the member stops: {}", failed.getMessage(), failed);
        }
        return new AgentTerminationException(failed);
    }

    @Nullable
    Throwable cause() {
        return cause.get();
    }
}
