package io.stowage.server;

import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.engine.Engine;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import io.stowage.server.session.Authorisation;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any bytes as the frames of clients: what passes the screen before the journal must never harm the engine, whatever it holds. A
 * Jazzer target, which takes a row of frames, each behind its length in two bytes, little endian.
 */
public final class FuzzedCommands {
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int SCREENED_LENGTH = HEADER_LENGTH + CommandHeaderDecoder.ENCODED_LENGTH;
    private static final long SESSION_ID = 7;
    private static final Authorisation AUTHORISATION = new Authorisation(true);

    private FuzzedCommands() {}

    /** Throws where the engine does, or where its sums are wrong afterwards. */
    public static void fuzzerTestOneInput(final byte[] input) {
        try (Engine engine = new Engine(DataImage.LIMITS)) {
            long position = start(engine);
            long timestampMs = 1;
            int at = 0;
            while (at + Short.BYTES <= input.length) {
                final int length = Math.min(
                        (input[at] & 0xFF) | (input[at + 1] & 0xFF) << Byte.SIZE, input.length - at - Short.BYTES);
                at += Short.BYTES;
                final UnsafeBuffer frame = new UnsafeBuffer(Arrays.copyOfRange(input, at, at + length));
                at += length;
                if (isPassed(frame)) {
                    if (Engine.isQuery(Engine.templateId(frame, 0, length))) {
                        engine.onQuery(SESSION_ID, frame, 0, length, ReplySink.NONE);
                    } else {
                        position = LogPosition.after(position, length);
                        engine.onEntry(position, timestampMs++, SESSION_ID, frame, 0, length, ReplySink.NONE);
                    }
                }
            }
            engine.verify();
        }
    }

    /** Puts frames into a row, as the target takes them. */
    static byte[] row(final UnsafeBuffer... frames) {
        int length = 0;
        for (final UnsafeBuffer frame : frames) {
            length += Short.BYTES + frame.capacity();
        }
        final UnsafeBuffer row = new UnsafeBuffer(new byte[length]);
        int at = 0;
        for (final UnsafeBuffer frame : frames) {
            row.putShort(at, (short) frame.capacity(), ByteOrder.LITTLE_ENDIAN);
            row.putBytes(at + Short.BYTES, frame, 0, frame.capacity());
            at += Short.BYTES + frame.capacity();
        }
        return row.byteArray();
    }

    private static long start(final Engine engine) {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[HEADER_LENGTH + ClusterStartEncoder.BLOCK_LENGTH]);
        new ClusterStartEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .clusterHigh(1)
                .clusterLow(2)
                .seed(3);
        final long position = LogPosition.after(0, frame.capacity());
        engine.onEntry(position, 0, 0, frame, 0, frame.capacity(), ReplySink.NONE);
        return position;
    }

    /** As the screen does, which also looks at who speaks; the schema is put right, so that few inputs are wasted. */
    private static boolean isPassed(final UnsafeBuffer frame) {
        if (frame.capacity() < SCREENED_LENGTH) {
            return false;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(frame, 0);
        new MessageHeaderEncoder().wrap(frame, 0).schemaId(MessageHeaderDecoder.SCHEMA_ID);
        return AUTHORISATION.isKnown(header.templateId())
                && header.blockLength() >= CommandHeaderDecoder.ENCODED_LENGTH
                && frame.capacity() >= HEADER_LENGTH + header.blockLength();
    }
}
