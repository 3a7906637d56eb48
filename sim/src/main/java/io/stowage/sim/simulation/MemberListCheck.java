package io.stowage.sim.simulation;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.SetMemberListDecoder;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** S7: a member list that is older than the one in force is not taken, nor another one of the same generation; a newer one is. */
final class MemberListCheck {
    private long generation;
    private Map<Integer, String> hosts = Map.of();

    /** The engine answered a command. */
    void onAnswered(final byte[] frame, final byte[] reply) {
        if (Replied.templateId(frame) != SetMemberListDecoder.TEMPLATE_ID) {
            return;
        }
        final SetMemberListDecoder list =
                new SetMemberListDecoder().wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
        final long told = list.generation();
        final Map<Integer, String> toldHosts = new TreeMap<>();
        list.members().forEach(member -> toldHosts.put(member.member(), member.host()));
        final boolean mayBeTaken = told > generation || (told == generation && toldHosts.equals(hosts));
        if (mayBeTaken != Replied.isOk(reply)) {
            throw new InvariantBroken(
                    "S7",
                    "member list of generation " + told + " " + toldHosts + " after that of generation " + generation
                            + " "
                            + hosts + ": expected " + (mayBeTaken ? "it to be taken" : "a refusal") + ", found "
                            + Replied.result(reply));
        }
        if (mayBeTaken) {
            generation = told;
            hosts = toldHosts;
        }
    }

    /** The state is lost. */
    void forgetAll() {
        generation = 0;
        hosts = Map.of();
    }
}
