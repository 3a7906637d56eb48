package io.stowage.sim.scenario;

import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.HoldCapabilityDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.PauseRebalanceDecoder;
import io.stowage.codecs.RebalanceWindowDecoder;
import io.stowage.codecs.RemoveEmDecoder;
import io.stowage.codecs.SetConfigDecoder;
import io.stowage.codecs.SetLicenceDecoder;
import io.stowage.codecs.SetMemberListDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Frames about control and the life of extent managers as lines of a scenario. */
final class ControlLines {
    private ControlLines() {}

    /** Null: the frame is about something else. */
    static @Nullable Line of(final int templateId, final DirectBuffer frame, final MessageHeaderDecoder header) {
        return switch (templateId) {
            case SetConfigDecoder.TEMPLATE_ID -> {
                final SetConfigDecoder config = new SetConfigDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("setConfig").put("key", config.key()).put("value", config.value());
            }
            case SetLicenceDecoder.TEMPLATE_ID -> {
                final SetLicenceDecoder licence = new SetLicenceDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("setLicence")
                        .unless(0, "maxNodes", licence.maxNodes())
                        .unless(0, "maxChunks", licence.maxChunks())
                        .unless(0, "maxRawBytes", licence.maxRawBytes())
                        .unless(0, "expiry", licence.expiry());
            }
            case PauseRebalanceDecoder.TEMPLATE_ID ->
                Line.command("pauseRebalance")
                        .put(
                                "on",
                                new PauseRebalanceDecoder()
                                        .wrapAndApplyHeader(frame, 0, header)
                                        .on());
            case RebalanceWindowDecoder.TEMPLATE_ID -> {
                final RebalanceWindowDecoder window = new RebalanceWindowDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("rebalanceWindow")
                        .put("startMinute", window.startMinute())
                        .put("endMinute", window.endMinute());
            }
            case HoldCapabilityDecoder.TEMPLATE_ID -> {
                final HoldCapabilityDecoder hold = new HoldCapabilityDecoder().wrapAndApplyHeader(frame, 0, header);
                yield Line.command("holdCapability")
                        .put("capabilities", hold.capabilities())
                        .put("on", hold.on());
            }
            case SetMemberListDecoder.TEMPLATE_ID -> {
                final List<Line> members = new ArrayList<>();
                final SetMemberListDecoder list = new SetMemberListDecoder().wrapAndApplyHeader(frame, 0, header);
                final long generation = list.generation();
                for (final SetMemberListDecoder.MembersDecoder member : list.members()) {
                    members.add(Line.empty().put("member", member.member()).unlessEmpty("host", member.host()));
                }
                yield Line.command("setMemberList")
                        .put("generation", generation)
                        .objects("members", members);
            }
            default -> ofExtentManager(templateId, frame, header);
        };
    }

    private static @Nullable Line ofExtentManager(
            final int templateId, final DirectBuffer frame, final MessageHeaderDecoder header) {
        return switch (templateId) {
            case ConnectEmDecoder.TEMPLATE_ID -> {
                final ConnectEmDecoder connect = new ConnectEmDecoder().wrapAndApplyHeader(frame, 0, header);
                yield SpaceLines.ofEm("connectEm", connect.header()).unless(0, "capabilities", connect.capabilities());
            }
            case RemoveEmDecoder.TEMPLATE_ID ->
                Line.command("removeEm")
                        .put(
                                "em",
                                new RemoveEmDecoder()
                                        .wrapAndApplyHeader(frame, 0, header)
                                        .em());
            case EmHeartbeatDecoder.TEMPLATE_ID ->
                heartbeat(new EmHeartbeatDecoder().wrapAndApplyHeader(frame, 0, header));
            default -> null;
        };
    }

    private static Line heartbeat(final EmHeartbeatDecoder heartbeat) {
        final Line line = SpaceLines.ofEm("emHeartbeat", heartbeat.header())
                .unless(0, "topologyVersion", heartbeat.topologyVersion())
                .ifTrue("needsRecover", heartbeat.needsRecover());
        final List<Line> quotas = new ArrayList<>();
        for (final EmHeartbeatDecoder.QuotasDecoder quota : heartbeat.quotas()) {
            quotas.add(Line.empty()
                    .put("chunk", quota.chunk())
                    .put("kind", quota.kind())
                    .unless(0, "executing", quota.executing())
                    .unless(0, "waiting", quota.waiting())
                    .unless(0, "grantSeen", quota.grantSeen()));
        }
        final List<Line> unusable = new ArrayList<>();
        for (final EmHeartbeatDecoder.UnusableDecoder each : heartbeat.unusable()) {
            unusable.add(Line.empty()
                    .put("bytes", each.bytes())
                    .put("source", each.source())
                    .put("destination", each.destination()));
        }
        return line.unlessEmptyObjects("quotas", quotas).unlessEmptyObjects("unusable", unusable);
    }
}
