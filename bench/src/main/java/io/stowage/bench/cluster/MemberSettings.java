package io.stowage.bench.cluster;

import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.load.EchoReplies;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.cluster.ClusterMemberContext;
import io.stowage.server.journal.SyncLevel;
import io.stowage.server.snapshot.SnapshotSettings;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a member's process is told, as JSON in its one argument.
 *
 * @param kind      what it runs.
 * @param member    which one it is.
 * @param members   all of them, as {@code cluster.members} names them.
 * @param directory of this member.
 * @param cluster   UUID.
 * @param chunks    of the fleet that it has to hold.
 * @param sync      what an acknowledged command survives.
 * @param journal   whether a member of Stowage writes a journal of its own.
 * @param idle      what all threads do when there is nothing to do.
 * @param times     how long members wait for each other.
 * @param reserved  what the echo answers to a reservation, in hexadecimal digits.
 * @param freed     what it answers to anything else.
 */
public record MemberSettings(
        MemberKind kind,
        int member,
        String members,
        String directory,
        UUID cluster,
        int chunks,
        SyncLevel sync,
        boolean journal,
        IdleStrategyKind idle,
        MemberTimes times,
        String reserved,
        String freed) {
    private static final JsonMapper JSON = new JsonMapper();

    static MemberSettings parse(final String json) {
        return JSON.readValue(json, MemberSettings.class);
    }

    static String hex(final DirectBuffer frame) {
        final byte[] bytes = new byte[frame.capacity()];
        frame.getBytes(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    /** Settings of a member of Stowage; the echo takes from them what it has too. Snapshots are none: a stall of one run only. */
    ClusterMemberContext context() {
        final ClusterMemberContext context = new ClusterMemberContext()
                .directory(Path.of(directory))
                .clusterId(cluster)
                .members(members)
                .memberId(member)
                .limits(new FleetShape(chunks).limits())
                .syncLevel(sync)
                .journal(journal)
                .snapshots(new SnapshotSettings(0, 1, 0, 0))
                .idleStrategy(idle)
                .terminationHook(MemberProgram::endedByItself);
        context.elections()
                .electionTimeoutNs(times.electionTimeoutNs())
                .candidateTimeoutNs(times.candidateTimeoutNs())
                .startupCanvassTimeoutNs(times.startupCanvassTimeoutNs());
        context.media().livenessTimeoutNs(times.livenessNs());
        context.sessions().sessionTimeoutNs(times.livenessNs());
        return context;
    }

    EchoReplies replies() {
        return new EchoReplies(frame(reserved), frame(freed));
    }

    private static DirectBuffer frame(final String hex) {
        return new UnsafeBuffer(HexFormat.of().parseHex(hex));
    }
}
