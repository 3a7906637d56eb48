package io.stowage.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.wire.FirstBlock;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The least block of a message is that of its first version, which later fields do not lengthen. */
class FirstBlockTest {
    @Test
    void shouldBeTheWholeBlockOfMessagesToWhichNothingWasAppended() throws Exception {
        for (final Element message : new Schema().messages()) {
            final Class<?> decoder = decoder(message);
            final boolean isExtended = Schema.children(message, "field").stream()
                    .anyMatch(field -> !field.getAttribute("sinceVersion").isEmpty());
            final int whole = decoder.getField("BLOCK_LENGTH").getInt(null);

            if (isExtended) {
                assertThat(FirstBlock.length(decoder)).as(decoder.getName()).isLessThan(whole);
            } else {
                assertThat(FirstBlock.length(decoder)).as(decoder.getName()).isEqualTo(whole);
            }
        }
    }

    @Test
    void shouldKnowTheEntriesOfGroups() {
        assertThat(FirstBlock.length(KeepAliveDecoder.TiersDecoder.class))
                .isEqualTo(KeepAliveDecoder.TiersDecoder.sbeBlockLength());
        assertThat(FirstBlock.length(ReserveForAllocationDecoder.ItemsDecoder.ExcludeDecoder.class))
                .isEqualTo(ReserveForAllocationDecoder.ItemsDecoder.ExcludeDecoder.sbeBlockLength());
    }

    @Test
    void shouldLeaveOutWhatWasAppended() {
        assertThat(FirstBlock.length(Extended.class)).isEqualTo(12);
    }

    private static Class<?> decoder(final Element message) throws ClassNotFoundException {
        return Class.forName("io.stowage.codecs." + message.getAttribute("name") + "Decoder");
    }

    /** As codecs are generated: two fields, one that was appended, and a group. */
    public static final class Extended {
        private Extended() {}

        public static int sequenceSinceVersion() {
            return 0;
        }

        public static int sequenceEncodingOffset() {
            return 0;
        }

        public static int sequenceEncodingLength() {
            return Long.BYTES;
        }

        public static int memberSinceVersion() {
            return 0;
        }

        public static int memberEncodingOffset() {
            return Long.BYTES;
        }

        public static int memberEncodingLength() {
            return Integer.BYTES;
        }

        public static int appendedSinceVersion() {
            return 3;
        }

        public static int appendedEncodingOffset() {
            return Long.BYTES + Integer.BYTES;
        }

        public static int appendedEncodingLength() {
            return Long.BYTES;
        }

        public static int rowsDecoderSinceVersion() {
            return 0;
        }
    }
}
