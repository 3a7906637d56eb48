package io.stowage.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Names what stands at each byte of a cycle file, read by the documented layout alone, not by the code that is tested. */
final class JournalRegions {
    private static final int META_DATA = 0x4000_0000;
    private static final int END_MARKER = 0xC000_0000;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int WORD_LENGTH = 4;
    private static final int ENTRY_HEADER_LENGTH = 16;

    private final List<String> names = new ArrayList<>();
    private final ByteBuffer bytes;
    private int usedEnd;

    private JournalRegions(final byte[] file) {
        bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads a good file. */
    static JournalRegions of(final byte[] file) {
        final JournalRegions regions = new JournalRegions(file);
        regions.walk();
        return regions;
    }

    String at(final int offset) {
        return offset < names.size() ? names.get(offset) : "not written yet";
    }

    /** Behind it there are only zeros. */
    int usedEnd() {
        return usedEnd;
    }

    private void walk() {
        while (names.size() + WORD_LENGTH <= bytes.capacity()) {
            final int word = bytes.getInt(names.size());
            if (word == 0) {
                break;
            }
            if (word == END_MARKER) {
                name("end marker", WORD_LENGTH);
                break;
            }
            final int length = word & LENGTH_MASK;
            if ((word & META_DATA) != 0) {
                name("Chronicle's header and index", WORD_LENGTH + length);
            } else {
                name("batch: length word", WORD_LENGTH);
                batch(names.size() + length);
            }
            name("padding between batches", -names.size() & WORD_LENGTH - 1);
        }
        usedEnd = names.size();
    }

    private void batch(final int end) {
        name("batch header: magic and version", 4);
        name("batch header: checksum", 4);
        name("batch header: start position", 8);
        name("batch header: timestamp", 8);
        name("batch header: entry count", 4);
        name("batch header: byte length", 4);
        while (names.size() < end) {
            final int length = bytes.getInt(names.size());
            name("entry: length", 4);
            name("entry: flags", 4);
            name("entry: session id", 8);
            name("entry: command", length);
            name("entry: padding", -(ENTRY_HEADER_LENGTH + length) & 7);
        }
    }

    private void name(final String name, final int length) {
        for (int i = 0; i < length; i++) {
            names.add(name);
        }
    }
}
