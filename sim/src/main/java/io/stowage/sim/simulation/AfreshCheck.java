package io.stowage.sim.simulation;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.RemoveEmDecoder;
import io.stowage.codecs.ReportSpaceEndDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A state that was started afresh promises nothing before every extent manager that is known has reported, or was removed;
 * and then it does.
 */
final class AfreshCheck {
    private final Set<Integer> known = new TreeSet<>();
    private final Set<Integer> owing = new TreeSet<>();

    void startedAfresh(final Set<Integer> ems) {
        known.addAll(ems);
        owing.addAll(ems);
    }

    /** The engine answered a command. */
    void onAnswered(final byte[] frame, final byte[] reply) {
        final int replied = Replied.templateId(reply);
        final boolean grants = replied == ReserveForAllocationReplyDecoder.TEMPLATE_ID
                || replied == ReserveForRepositionReplyDecoder.TEMPLATE_ID;
        if (grants && !owing.isEmpty()) {
            throw new InvariantBroken(
                    "S1",
                    "extent managers " + owing + " have not reported yet: expected NOT_READY, found "
                            + Replied.result(reply));
        }
        if (owing.isEmpty() && Replied.result(reply) == ResultCode.NOT_READY) {
            throw new InvariantBroken("S5", "all extent managers have reported: expected an answer, found NOT_READY");
        }
        if (Replied.isOk(reply)) {
            onTaken(frame);
        }
    }

    private void onTaken(final byte[] frame) {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int sender = (int) new CommandHeaderDecoder()
                .wrap(buffer, MessageHeaderDecoder.ENCODED_LENGTH)
                .sender();
        switch (Replied.templateId(frame)) {
            case ConnectEmDecoder.TEMPLATE_ID -> {
                final boolean owes = !owing.isEmpty();
                if (known.add(sender) && owes) {
                    owing.add(sender);
                }
            }
            case ReportSpaceEndDecoder.TEMPLATE_ID -> owing.remove(sender);
            case RemoveEmDecoder.TEMPLATE_ID -> {
                final int em = (int) new RemoveEmDecoder()
                        .wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder())
                        .em();
                known.remove(em);
                owing.remove(em);
            }
            default -> {}
        }
    }
}
