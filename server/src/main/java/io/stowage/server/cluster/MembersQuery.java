package io.stowage.server.cluster;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.cluster.ClusterMember;
import io.aeron.cluster.ClusterMembership;
import io.aeron.cluster.codecs.ClusterMembersExtendedResponseDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.service.ClusterMarkFile;
import io.aeron.cluster.service.ClusterNodeControlProperties;
import io.aeron.cluster.service.ConsensusModuleProxy;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.stowage.server.IdleStrategyKind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Asks a member that runs on this machine what it knows of its cluster, by way of its own media driver. Aeron's own tool for this
 * takes the process that asks with it where the member ends meanwhile; here there is no answer. And a member that takes part in an
 * election answers with the leader before, one that starts with itself; here with {@link #NO_LEADER}. Each question belongs to one thread.
 */
public final class MembersQuery {
    /** Leader where none is known. */
    public static final int NO_LEADER = -1;

    private static final ErrorHandler SILENT = error -> {};

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ClusterMembersExtendedResponseDecoder response = new ClusterMembersExtendedResponseDecoder();
    private final ClusterMembership membership = new ClusterMembership();
    private final long deadlineNs;
    private long correlationId;
    private boolean isAnswered;

    private MembersQuery(final long timeoutMs) {
        deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param clusterDirectory of the member's consensus module.
     * @param timeoutMs        how long to wait, milliseconds.
     * @return what the member knows, with {@link ClusterMembership#activeMembersStr} left out, and {@link #NO_LEADER} where it is in an
     *     election; null where it gives no answer: it does not run, it starts, or it ends.
     */
    public static @Nullable ClusterMembership ask(final File clusterDirectory, final long timeoutMs) {
        try (ClusterMarkFile mark = new ClusterMarkFile(
                markFiles(clusterDirectory),
                ClusterMarkFile.FILENAME,
                System::currentTimeMillis,
                timeoutMs,
                starting -> {})) {
            return new MembersQuery(timeoutMs).ask(mark.loadControlProperties());
        } catch (final RuntimeException | IOException doesNotRun) {
            return null;
        }
    }

    /** Where the mark file is: Aeron leaves a file that names the folder where it is another one. */
    private static File markFiles(final File clusterDirectory) throws IOException {
        final File link = new File(clusterDirectory, ClusterMarkFile.LINK_FILENAME);
        return link.exists() ? new File(Files.readString(link.toPath()).strip()) : clusterDirectory;
    }

    private @Nullable ClusterMembership ask(final ClusterNodeControlProperties member) {
        final IdleStrategy idle = IdleStrategyKind.BACKOFF.create();
        final FragmentHandler handler = this::onFragment;
        try (Aeron aeron = Aeron.connect(new Aeron.Context()
                        .aeronDirectoryName(member.aeronDirectoryName)
                        .errorHandler(SILENT)
                        .subscriberErrorHandler(SILENT));
                Subscription answers = aeron.addSubscription(member.controlChannel, member.serviceStreamId);
                Publication questions =
                        aeron.addExclusivePublication(member.controlChannel, member.consensusModuleStreamId);
                ConsensusModuleProxy consensusModule = new ConsensusModuleProxy(questions);
                ElectionCounter election = new ElectionCounter(member.aeronDirectoryName)) {
            final boolean wasInElection = election.isOpen();
            correlationId = aeron.nextCorrelationId();
            boolean isAsked = false;
            while (!isAnswered) {
                if (System.nanoTime() - deadlineNs > 0 || aeron.isClosed()) {
                    return null;
                }
                isAsked = isAsked
                        || (answers.isConnected()
                                && questions.isConnected()
                                && consensusModule.clusterMembersQuery(correlationId));
                idle.idle(answers.poll(handler, 1));
            }
            if (wasInElection || election.isOpen()) {
                membership.leaderMemberId = NO_LEADER;
            }
            return membership;
        }
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header ignored) {
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.templateId() != ClusterMembersExtendedResponseDecoder.TEMPLATE_ID) {
            return;
        }
        response.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        if (response.correlationId() != correlationId) {
            return;
        }
        membership.currentTimeNs = response.currentTimeNs();
        membership.leaderMemberId = response.leaderMemberId();
        membership.memberId = response.memberId();
        membership.activeMembers = members();
        isAnswered = true;
    }

    private List<ClusterMember> members() {
        final List<ClusterMember> members = new ArrayList<>();
        for (final ClusterMembersExtendedResponseDecoder.ActiveMembersDecoder member : response.activeMembers()) {
            final int id = member.memberId();
            final long termId = member.leadershipTermId();
            final long position = member.logPosition();
            final long heardNs = member.timeOfLastAppendNs();
            final String ingress = member.ingressEndpoint();
            final String consensus = member.consensusEndpoint();
            final String log = member.logEndpoint();
            final String catchup = member.catchupEndpoint();
            final String archive = member.archiveEndpoint();
            members.add(new ClusterMember(
                            id,
                            ingress,
                            consensus,
                            log,
                            catchup,
                            archive,
                            String.join(",", ingress, consensus, log, catchup, archive))
                    .leadershipTermId(termId)
                    .logPosition(position)
                    .timeOfLastAppendPositionNs(heardNs));
        }
        return members;
    }
}
