package io.stowage.server.cluster;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.aeron.cluster.RecordingLog;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.protocol.DataHeaderFlyweight;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.server.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes the newest snapshot of a member that stands still one of another history: that in which the first node has another name, or that
 * which is shorter by a word. It is sound in itself, with right hashes; only the other members' are not the same.
 */
final class DoctoredSnapshot {
    private static final int SERVICE = 0;
    private static final int NAME_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + RegisterNodeDecoder.nameEncodingOffset();

    private final Path home;
    private final int shorterBy;
    private final Path file;
    private final byte[] bytes;
    private final List<Message> messages = new ArrayList<>();

    /** Where the parts of a message lie in the file. */
    private record Message(List<Integer> offsets, List<Integer> lengths) {
        int length() {
            return lengths.stream().mapToInt(Integer::intValue).sum();
        }
    }

    private DoctoredSnapshot(final Path home, final int shorterBy) throws IOException {
        this.home = home;
        this.shorterBy = shorterBy;
        this.file = recording(home);
        this.bytes = Files.readAllBytes(file);
        readMessages();
    }

    /** Another name. */
    static void in(final Path home) throws IOException {
        new DoctoredSnapshot(home, 0).replaceState();
    }

    /** The same names, as if a word of the log had not been applied. */
    static void shorten(final Path home) throws IOException {
        new DoctoredSnapshot(home, Long.BYTES).replaceState();
    }

    private static Path recording(final Path home) throws IOException {
        final long recordingId;
        try (RecordingLog log = new RecordingLog(home.resolve("cluster").toFile(), false)) {
            recordingId = Objects.requireNonNull(log.getLatestSnapshot(SERVICE), "no snapshot was taken").recordingId;
        }
        try (Stream<Path> files = Files.list(home.resolve("archive"))) {
            return files.filter(path -> path.getFileName().toString().startsWith(recordingId + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void readMessages() {
        final UnsafeBuffer recorded = new UnsafeBuffer(bytes);
        Message open = null;
        int offset = 0;
        int length = recorded.getInt(offset, LITTLE_ENDIAN);
        while (length > 0) {
            if (!FrameDescriptor.isPaddingFrame(recorded, offset)) {
                final byte flags = recorded.getByte(FrameDescriptor.flagsOffset(offset));
                if (open == null || (flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0) {
                    open = new Message(new ArrayList<>(), new ArrayList<>());
                    messages.add(open);
                }
                open.offsets.add(offset + DataHeaderFlyweight.HEADER_LENGTH);
                open.lengths.add(length - DataHeaderFlyweight.HEADER_LENGTH);
            }
            offset += BitUtil.align(length, FrameDescriptor.FRAME_ALIGNMENT);
            length = offset + Integer.BYTES <= bytes.length ? recorded.getInt(offset, LITTLE_ENDIAN) : 0;
        }
    }

    private void replaceState() throws IOException {
        final int begin = begin();
        final long position = field(messages.get(begin), MemberSnapshotLayout.FIRST_OFFSET);
        final List<byte[]> frames = framesOfAnotherHistory(position);
        int next = begin;
        for (final byte[] frame : frames) {
            final int type = new UnsafeBuffer(frame).getInt(MemberSnapshotLayout.TYPE_OFFSET, LITTLE_ENDIAN);
            while (type(messages.get(next)) != type) {
                next++;
            }
            replace(messages.get(next), frame);
            next++;
        }
        Files.write(file, bytes);
    }

    /** Aeron's own messages come before. */
    private int begin() {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).length() == MemberSnapshotLayout.LENGTH
                    && type(messages.get(i)) == MemberSnapshotLayout.BEGIN) {
                return i;
            }
        }
        throw new AssertionError("the recording " + file + " is no snapshot of a member");
    }

    private List<byte[]> framesOfAnotherHistory(final long position) {
        final List<byte[]> frames = new ArrayList<>();
        final boolean[] isRenamed = new boolean[1];
        try (Engine engine = new Engine(Limits.small());
                JournalReader reader = JournalReader.open(home, 0)) {
            while (engine.position() < position - shorterBy) {
                reader.poll((at, timestampMs, sessionId, flags, buffer, offset, length) -> {
                    if (at > position) {
                        return;
                    }
                    final UnsafeBuffer entry = new UnsafeBuffer(new byte[length]);
                    entry.putBytes(0, buffer, offset, length);
                    if (shorterBy == 0
                            && !isRenamed[0]
                            && Engine.templateId(entry, 0, length) == RegisterNodeDecoder.TEMPLATE_ID) {
                        isRenamed[0] = true;
                        entry.putByte(NAME_OFFSET, (byte) 'x');
                    }
                    engine.onEntry(at - shorterBy, timestampMs, sessionId, entry, 0, length, ReplySink.NONE);
                });
            }
            new MemberSnapshotWriter((buffer, length) -> {
                        final byte[] frame = new byte[length];
                        buffer.getBytes(0, frame);
                        frames.add(frame);
                    })
                    .write(engine, new ClusterSessions());
        }
        return frames;
    }

    private void replace(final Message message, final byte[] frame) {
        if (message.length() != frame.length) {
            throw new AssertionError(
                    "a frame of " + frame.length + " bytes cannot take the place of one of " + message.length());
        }
        int done = 0;
        for (int i = 0; i < message.offsets.size(); i++) {
            System.arraycopy(frame, done, bytes, message.offsets.get(i), message.lengths.get(i));
            done += message.lengths.get(i);
        }
    }

    private int type(final Message message) {
        return new UnsafeBuffer(bytes).getInt(message.offsets.getFirst(), LITTLE_ENDIAN);
    }

    private long field(final Message message, final int offset) {
        return new UnsafeBuffer(bytes).getLong(message.offsets.getFirst() + offset, LITTLE_ENDIAN);
    }
}
