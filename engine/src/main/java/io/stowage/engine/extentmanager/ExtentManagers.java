package io.stowage.engine.extentmanager;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.table.RowTable;

/** Finds the extent manager that a command comes from, and fences what is too old. */
public final class ExtentManagers {
    private final ExtentManagerTable ems;
    private final Replies replies;

    /**
     * Ties the parts together.
     *
     * @param ems     extent managers.
     * @param replies to answer with.
     */
    public ExtentManagers(final ExtentManagerTable ems, final Replies replies) {
        this.ems = ems;
        this.replies = replies;
    }

    /**
     * The sender's row. A newer incarnation than the one that is connected has to connect first, as the client does. Within one incarnation
     * the newest session speaks: what still arrives over an older one was overtaken, or comes from a second process that claims
     * the same incarnation.
     *
     * @param command to look at.
     * @return row, or {@link RowTable#NONE} after a refusal was sent.
     */
    public int identify(final CommandContext command) {
        final long incarnation = command.header().incarnation();
        final int em = ems.findById((int) command.header().sender());
        if (em == RowTable.NONE) {
            replies.send(
                    command,
                    ResultCode.UNKNOWN_EM,
                    Reason.NONE,
                    0,
                    command.header().sender());
            return RowTable.NONE;
        }
        if (incarnation < ems.incarnation(em)) {
            replies.send(command, ResultCode.FENCED, Reason.INCARNATION_TOO_OLD, ems.incarnation(em), incarnation);
            return RowTable.NONE;
        }
        return isSuperseded(command, em) || isUnconnected(command, em) ? RowTable.NONE : em;
    }

    /**
     * A session that was connected before its extent manager was removed, and made known anew over another one, even by a
     * process of an older incarnation, knows nothing of that: what it gives back is gone, and would be taken from what was
     * reserved since.
     */
    private boolean isUnconnected(final CommandContext command, final int em) {
        final long connected = ems.session(em);
        final boolean isAnother =
                command.header().incarnation() > ems.incarnation(em) || command.sessionId() > connected;
        final boolean unconnected = speaksForItself(command) && connected != 0 && isAnother;
        if (unconnected) {
            replies.send(command, ResultCode.UNKNOWN_EM, Reason.NONE, connected, command.sessionId());
        }
        return unconnected;
    }

    boolean isSuperseded(final CommandContext command, final int em) {
        final boolean superseded = speaksForItself(command)
                && command.header().incarnation() == ems.incarnation(em)
                && command.sessionId() < ems.session(em);
        if (superseded) {
            replies.send(command, ResultCode.FENCED, Reason.SESSION_SUPERSEDED, ems.session(em), command.sessionId());
        }
        return superseded;
    }

    /** An operator may act for an extent manager without fencing it off. */
    private static boolean speaksForItself(final CommandContext command) {
        return command.sessionId() != 0 && command.header().role() == Role.EXTENT_MANAGER;
    }

    /**
     * Notes that a command of the sender took effect.
     *
     * @param command that was applied.
     * @param em      row of its sender.
     */
    public void seen(final CommandContext command, final int em) {
        ems.incarnation(em, command.header().incarnation());
        ems.lastSeenMs(em, command.timestampMs());
        if (speaksForItself(command)) {
            ems.session(em, command.sessionId());
        }
    }

    /** The host started again: every session is gone, and session ids may start anew. */
    public void forgetSessions() {
        for (int em = 0; em < ems.highWater(); em++) {
            if (ems.isUsed(em)) {
                ems.session(em, 0);
            }
        }
    }

    /**
     * Whether the space version of a request may be used.
     *
     * @param command of the sender.
     * @param em      row of the sender.
     * @param version of the request.
     * @return false after a refusal was sent.
     */
    public boolean acceptsVersion(final CommandContext command, final int em, final long version) {
        if (version < 1) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, 1, version);
            return false;
        }
        if (version < ems.lastVersion(em)) {
            replies.send(command, ResultCode.STALE_VERSION, Reason.VERSION_BELOW_REPORT, ems.lastVersion(em), version);
            return false;
        }
        return true;
    }
}
