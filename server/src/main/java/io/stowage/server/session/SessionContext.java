package io.stowage.server.session;

import io.aeron.logbuffer.LogBufferDescriptor;
import io.stowage.server.ServerException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.BitUtil;

/** Settings of the sessions. Fluent; concluded once, with the server's. Not thread-safe. */
public final class SessionContext {
    /** Default of {@link #sessionTimeoutNs(long)}. */
    public static final long SESSION_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(10);

    /** Default of {@link #handshakeTimeoutNs(long)}. */
    public static final long HANDSHAKE_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(5);

    /** Default of {@link #maxSessions(int)}. */
    public static final int MAX_SESSIONS_DEFAULT = 4_096;

    /** Default of {@link #replyQueueBytes(int)}. */
    public static final int REPLY_QUEUE_BYTES_DEFAULT = 1 << 20;

    /** Default of {@link #responseTermBufferLength(int)}. */
    public static final int RESPONSE_TERM_BUFFER_LENGTH_DEFAULT = 4 << 20;

    /** Default of {@link #chunkResponseTermBufferLength(int)}. */
    public static final int CHUNK_RESPONSE_TERM_BUFFER_LENGTH_DEFAULT = 64 << 10;

    private long sessionTimeoutNs = SESSION_TIMEOUT_NS_DEFAULT;
    private long handshakeTimeoutNs = HANDSHAKE_TIMEOUT_NS_DEFAULT;
    private int maxSessions = MAX_SESSIONS_DEFAULT;
    private int replyQueueBytes = REPLY_QUEUE_BYTES_DEFAULT;
    private int responseTermBufferLength = RESPONSE_TERM_BUFFER_LENGTH_DEFAULT;
    private int chunkResponseTermBufferLength = CHUNK_RESPONSE_TERM_BUFFER_LENGTH_DEFAULT;
    private Secrets secrets = Secrets.NONE;
    private boolean operatorMayActForOthers = true;
    private SecureRandom random = new SecureRandom();
    private boolean concluded;

    /** With the defaults. */
    public SessionContext() {}

    /**
     * Silence after which a session is closed.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public SessionContext sessionTimeoutNs(final long value) {
        requireNotConcluded();
        sessionTimeoutNs = value;
        return this;
    }

    /** {@return silence after which a session is closed, nanoseconds} */
    public long sessionTimeoutNs() {
        return sessionTimeoutNs;
    }

    /**
     * Time that a client has to connect its response channel and to answer the challenge.
     *
     * @param value nanoseconds.
     * @return this.
     */
    public SessionContext handshakeTimeoutNs(final long value) {
        requireNotConcluded();
        handshakeTimeoutNs = value;
        return this;
    }

    /** {@return time that a handshake may take, nanoseconds} */
    public long handshakeTimeoutNs() {
        return handshakeTimeoutNs;
    }

    /**
     * Sessions that may be open.
     *
     * @param value count.
     * @return this.
     */
    public SessionContext maxSessions(final int value) {
        requireNotConcluded();
        maxSessions = value;
        return this;
    }

    /** {@return sessions that may be open} */
    public int maxSessions() {
        return maxSessions;
    }

    /**
     * What may wait for a slow client before its session is closed.
     *
     * @param value bytes, a multiple of 8.
     * @return this.
     */
    public SessionContext replyQueueBytes(final int value) {
        requireNotConcluded();
        replyQueueBytes = value;
        return this;
    }

    /** {@return what may wait for a slow client, bytes} */
    public int replyQueueBytes() {
        return replyQueueBytes;
    }

    /**
     * Term length of response channels; the longest reply is an eighth of it. Memory is taken as it is written.
     *
     * @param value bytes, a power of two.
     * @return this.
     */
    public SessionContext responseTermBufferLength(final int value) {
        requireNotConcluded();
        responseTermBufferLength = value;
        return this;
    }

    /** {@return term length of response channels, bytes} */
    public int responseTermBufferLength() {
        return responseTermBufferLength;
    }

    /**
     * The same for the channels of chunks, which are many and get short replies.
     *
     * @param value bytes, a power of two.
     * @return this.
     */
    public SessionContext chunkResponseTermBufferLength(final int value) {
        requireNotConcluded();
        chunkResponseTermBufferLength = value;
        return this;
    }

    /** {@return term length of chunks' response channels, bytes} */
    public int chunkResponseTermBufferLength() {
        return chunkResponseTermBufferLength;
    }

    /**
     * Secrets of the roles. Without them only clients on this machine are accepted.
     *
     * @param value secrets, or {@link Secrets#NONE}.
     * @return this.
     */
    public SessionContext secrets(final Secrets value) {
        requireNotConcluded();
        secrets = value;
        return this;
    }

    /** {@return secrets of the roles} */
    public Secrets secrets() {
        return secrets;
    }

    /**
     * Whether the operator may send what extent managers and chunks send, to try things and to repair them.
     *
     * @param value true by default.
     * @return this.
     */
    public SessionContext operatorMayActForOthers(final boolean value) {
        requireNotConcluded();
        operatorMayActForOthers = value;
        return this;
    }

    /** {@return whether the operator may act for others} */
    public boolean operatorMayActForOthers() {
        return operatorMayActForOthers;
    }

    /**
     * Source of the challenges.
     *
     * @param value generator.
     * @return this.
     */
    public SessionContext random(final SecureRandom value) {
        requireNotConcluded();
        random = value;
        return this;
    }

    /** {@return source of the challenges} */
    public SecureRandom random() {
        return random;
    }

    /**
     * Checks the settings; they may not be changed afterwards.
     *
     * @return this.
     * @throws ServerException if they do not fit together, naming them.
     */
    public SessionContext conclude() {
        requireNotConcluded();
        concluded = true;
        require(sessionTimeoutNs > 0, "sessionTimeoutNs must be positive: " + sessionTimeoutNs);
        require(handshakeTimeoutNs > 0, "handshakeTimeoutNs must be positive: " + handshakeTimeoutNs);
        require(maxSessions > 0, "maxSessions must be positive: " + maxSessions);
        require(
                replyQueueBytes > 0 && BitUtil.isAligned(replyQueueBytes, ReplyQueue.HEADER_LENGTH),
                "replyQueueBytes must be a positive multiple of 8: " + replyQueueBytes);
        requireTermLength("responseTermBufferLength", responseTermBufferLength);
        requireTermLength("chunkResponseTermBufferLength", chunkResponseTermBufferLength);
        return this;
    }

    @Override
    public String toString() {
        return "SessionContext{sessionTimeoutNs=" + sessionTimeoutNs + ", handshakeTimeoutNs=" + handshakeTimeoutNs
                + ", maxSessions=" + maxSessions + ", replyQueueBytes=" + replyQueueBytes
                + ", responseTermBufferLength=" + responseTermBufferLength + ", chunkResponseTermBufferLength="
                + chunkResponseTermBufferLength + ", secrets=" + secrets + ", operatorMayActForOthers="
                + operatorMayActForOthers + '}';
    }

    private void requireNotConcluded() {
        if (concluded) {
            throw new IllegalStateException("the context was concluded already: use one for each server");
        }
    }

    private static void requireTermLength(final String name, final int value) {
        require(
                BitUtil.isPowerOfTwo(value)
                        && value >= LogBufferDescriptor.TERM_MIN_LENGTH
                        && value <= LogBufferDescriptor.TERM_MAX_LENGTH,
                name + " must be a power of two from 64 KiB to 1 GiB: " + value);
    }

    private static void require(final boolean condition, final String message) {
        if (!condition) {
            throw new ServerException(message);
        }
    }
}
