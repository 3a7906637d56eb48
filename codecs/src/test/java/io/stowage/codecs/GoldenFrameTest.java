package io.stowage.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Bytes of version 1, kept for ever: what was written with it must be read for ever. */
class GoldenFrameTest {
    @Test
    void shouldReadAndWriteAReservationOfVersionOne() throws IOException {
        final UnsafeBuffer golden = golden("reserve-for-allocation.hex");
        final ReserveForAllocationDecoder decoder =
                new ReserveForAllocationDecoder().wrapAndApplyHeader(golden, 0, new MessageHeaderDecoder());
        assertThat(decoder.header().correlationId()).isEqualTo(77);
        assertThat(decoder.header().role()).isEqualTo(Role.EXTENT_MANAGER);
        assertThat(decoder.version()).isEqualTo(5);
        final ReserveForAllocationDecoder.ItemsDecoder item = decoder.items().next();
        assertThat(item.extents()).isEqualTo(2);
        assertThat(item.replicas()).isEqualTo((short) 3);
        assertThat(item.provision()).isEqualTo(Provision.THIN);
        assertThat(item.exclude().next().chunk()).isEqualTo(9);
        assertThat(item.existing().count()).isZero();

        final UnsafeBuffer written = new UnsafeBuffer(new byte[golden.capacity()]);
        assertThat(write(written)).isEqualTo(golden.capacity());
        assertThat(hex(written)).isEqualTo(hex(golden));
    }

    private static int write(final UnsafeBuffer buffer) {
        final ReserveForAllocationEncoder encoder =
                new ReserveForAllocationEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.header()
                .clusterHigh(1)
                .clusterLow(2)
                .correlationId(77)
                .incarnation(3)
                .sender(4)
                .role(Role.EXTENT_MANAGER);
        final ReserveForAllocationEncoder.ItemsEncoder item =
                encoder.version(5).itemsCount(1).next();
        item.extents(2)
                .segmentBytes(0)
                .prefer(0)
                .preferZone(0)
                .pool(0)
                .replicas((short) 3)
                .ecData((short) 0)
                .ecParity((short) 0)
                .purpose(Purpose.NEW)
                .tier(Tier.CAPACITY)
                .provision(Provision.THIN)
                .priority(Priority.NORMAL)
                .partial(BooleanType.FALSE)
                .strictSpread(BooleanType.FALSE);
        item.excludeCount(1).next().chunk(9);
        item.existingCount(0);
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    private static UnsafeBuffer golden(final String name) throws IOException {
        try (InputStream in = GoldenFrameTest.class.getResourceAsStream("/golden/v1/" + name)) {
            final String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
            return new UnsafeBuffer(HexFormat.of().parseHex(text));
        }
    }

    private static String hex(final UnsafeBuffer buffer) {
        return HexFormat.of().formatHex(buffer.byteArray());
    }
}
