package io.stowage.server.cluster;

import io.stowage.server.ServerException;
import io.stowage.server.ServerSummary;
import org.jspecify.annotations.Nullable;

/**
 * One member of a cluster in this process: media driver, archive, consensus module, and the engine as their service.
 *
 * <pre>{@code
 * try (ClusterMember member = ClusterMember.launch(new ClusterMemberContext()
 *         .directory(dir).clusterId(cluster).members("0=host0:5710,1=host1:5710,2=host2:5710").memberId(0))) {
 *     barrier.await();
 * }
 * }</pre>
 *
 * <p>Runs on threads of its own. All methods may be called from any thread.
 */
public final class ClusterMember implements AutoCloseable {
    /** Leader where none is known. */
    public static final int NO_LEADER = MemberFigures.NO_LEADER;

    private final MemberAssembly assembly;

    private ClusterMember(final MemberAssembly assembly) {
        this.assembly = assembly;
    }

    /**
     * Starts a member. It returns before the member has recovered and a leader is elected, which takes others.
     *
     * @param context settings; concluded here, used for one member only.
     * @return the member, to be closed by the caller.
     * @throws ServerException                            if something has to be put right first; the message says what.
     * @throws io.stowage.server.journal.JournalException if the directory is in use, or cannot be written.
     */
    public static ClusterMember launch(final ClusterMemberContext context) {
        return new ClusterMember(MemberAssembly.start(context.conclude()));
    }

    /**
     * The settings of this member.
     *
     * @return concluded context.
     */
    public ClusterMemberContext context() {
        return assembly.context();
    }

    /**
     * Which member this is.
     *
     * @return its id.
     */
    public int memberId() {
        return assembly.context().memberId();
    }

    /**
     * Whether it takes part in the cluster. It ends by {@link #close()}, and by itself where going on would be wrong.
     *
     * @return false once it has ended.
     */
    public boolean isRunning() {
        return assembly.isRunning();
    }

    /**
     * Why it ended by itself.
     *
     * @return what went wrong, or null.
     */
    public @Nullable Throwable failure() {
        return assembly.failure();
    }

    /**
     * Where it has moved: a member list has put it on another machine, and so it ended here, by itself.
     *
     * @return host of the list; null where it has not moved.
     */
    public @Nullable String movedTo() {
        return assembly.movedTo();
    }

    /**
     * Whether it leads, and answers clients.
     *
     * @return true for the leader.
     */
    public boolean isLeader() {
        return assembly.isLeader();
    }

    /**
     * Who leads, as far as this member has heard.
     *
     * @return id of the leader of the newest term in its log; {@link #NO_LEADER} before the first.
     */
    public int leaderMember() {
        return assembly.figures().leaderMember();
    }

    /**
     * How far its state has come.
     *
     * @return position of the last entry applied, bytes, as a standalone server counts it.
     */
    public long position() {
        return assembly.figures().position();
    }

    /**
     * How many entries its state has seen.
     *
     * @return their count since the cluster began.
     */
    public long commands() {
        return assembly.figures().commands();
    }

    /**
     * How far the log of Aeron Cluster is agreed on, which counts its own bytes.
     *
     * @return position of that log, bytes; 0 while this member is out of the cluster, to let another one lead.
     */
    public long commitPosition() {
        return assembly.commitPosition();
    }

    /**
     * Snapshots that this member's consensus module has finished since it joined the cluster last.
     *
     * @return their count.
     */
    public long snapshotCount() {
        return assembly.snapshotCount();
    }

    /**
     * Asks for a snapshot of all members, by way of the log. It is done when {@link #snapshotCount()} has grown.
     *
     * @return false where this member does not lead, or is busy with something else: ask the leader, or again.
     */
    public boolean takeSnapshot() {
        return assembly.takeSnapshot();
    }

    /**
     * Where clients of this machine find the media driver.
     *
     * @return directory of the driver.
     */
    public String aeronDirectoryName() {
        return assembly.context().media().aeronDirectoryName();
    }

    /**
     * Where it stood when it stopped.
     *
     * @return the summary; null before {@link #close()}.
     */
    public @Nullable ServerSummary summary() {
        return assembly.summary();
    }

    /** Leaves the cluster, whose other members go on without it, and gives everything back: journal, directory, media driver. */
    @Override
    public void close() {
        assembly.close();
    }
}
