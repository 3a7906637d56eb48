package io.stowage.tools.diff;

import io.stowage.engine.Engine;
import io.stowage.server.journal.JournalStat;
import io.stowage.tools.ToolException;
import io.stowage.tools.journal.CommandSchema;
import io.stowage.tools.journal.JournalDirectory;
import io.stowage.tools.journal.JournalEntries;
import io.stowage.tools.journal.JournalEntry;
import io.stowage.tools.journal.JournalSource.Member;
import io.stowage.tools.journal.PointInLog;
import io.stowage.tools.journal.ReplayedState;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import org.jspecify.annotations.Nullable;

/**
 * Two journals that should hold the same log, side by side: entry by entry, and the states that they give, each with the limits
 * of its own server. How the entries were batched is each server's own affair.
 */
final class JournalComparison {
    private static final int PROGRESS_INTERVAL = 1 << 14;

    private final Member one;
    private final Member other;
    private final Terminal terminal;

    private JournalComparison(final Member one, final Member other, final Terminal terminal) {
        this.one = one;
        this.other = other;
        this.terminal = terminal;
    }

    /** How the comparison ended. */
    interface Outcome extends Page {
        /** Whether the journals or the states differ. */
        boolean differs();
    }

    static Outcome run(final Member one, final Member other, final Terminal terminal) {
        return new JournalComparison(one, other, terminal).run();
    }

    private Outcome run() {
        final long start = commonStart();
        try (ReplayedState oneState = stateAt(one, start);
                ReplayedState otherState = stateAt(other, start);
                JournalEntries oneEntries = new JournalEntries(one.directory(), start);
                JournalEntries otherEntries = new JournalEntries(other.directory(), start)) {
            final TwinStates states =
                    new TwinStates(oneState.engine(), one.limits(), otherState.engine(), other.limits());
            final ComparisonPage.Builder page =
                    new ComparisonPage.Builder(one.directory(), other.directory(), new CommandSchema(), start);
            return states.isEqual() ? compare(oneEntries, otherEntries, states, page) : page.statesDifferAtStart();
        }
    }

    private Outcome compare(
            final JournalEntries oneEntries,
            final JournalEntries otherEntries,
            final TwinStates states,
            final ComparisonPage.Builder page) {
        final Progress progress = new Progress(terminal);
        long compared = 0;
        @Nullable JournalEntry mine;
        @Nullable JournalEntry theirs;
        do {
            mine = oneEntries.next();
            theirs = otherEntries.next();
            if (mine == null || theirs == null || !mine.equals(theirs) || !states.apply(mine)) {
                break;
            }
            final long position = mine.position();
            page.equalUpTo(position, ++compared);
            if (compared % PROGRESS_INTERVAL == 0) {
                progress.sayIfDue(() -> "compared up to position " + Text.count(position));
            }
        } while (true);
        progress.clear();
        states.compare();
        final JournalEntry parted = states.parted();
        if (parted != null) {
            return page.statesDiffer(parted);
        }
        if (mine != null && theirs != null) {
            return page.entriesDiffer(mine, theirs);
        }
        return page.noDifference(
                JournalStat.of(one.directory()).lastPosition(),
                JournalStat.of(other.directory()).lastPosition());
    }

    /** The oldest position from which both journals can be read, and at which both states are known. */
    private long commonStart() {
        final JournalStat mine = JournalStat.of(one.directory());
        final JournalStat theirs = JournalStat.of(other.directory());
        final long start = Math.max(
                JournalDirectory.oldestState(one.directory()), JournalDirectory.oldestState(other.directory()));
        if (start > mine.lastPosition() || start > theirs.lastPosition()) {
            throw new ToolException("the journals have no position in common: " + range(one, mine) + ", "
                    + range(other, theirs) + "; compare members of one cluster while both still hold the same log");
        }
        return start;
    }

    private static String range(final Member member, final JournalStat stat) {
        return member.directory() + " holds " + Text.count(stat.firstPosition()) + " to "
                + Text.count(stat.lastPosition());
    }

    private ReplayedState stateAt(final Member member, final long position) {
        if (position == 0) {
            return new ReplayedState(new Engine(member.limits()), 0, 0);
        }
        final ReplayedState state = ReplayedState.at(
                member.directory(), member.limits(), new PointInLog(position, Long.MAX_VALUE), true, terminal);
        if (state.engine().position() != position) {
            final long found = state.engine().position();
            state.close();
            throw new ToolException("the journal in " + member.directory() + " has no entry at position "
                    + Text.count(position) + ", where the other one begins; the nearest before it is at "
                    + Text.count(found) + ". They are not journals of one log");
        }
        return state;
    }
}
