package io.stowage.tools.journal;

import io.stowage.tools.cluster.Group;
import io.stowage.tools.diff.DiffJournal;
import io.stowage.tools.whatif.WhatIfJournal;
import picocli.CommandLine.Command;

/** Tools over a journal. They only read, and work on the directory of a running server too. */
@Command(
        name = "journal",
        description =
                "Journals: verify, stat, dump, replay, diff, what-if, export-snapshot. They only read, and work on a running server's"
                        + " directory too.",
        subcommands = {
            VerifyJournal.class,
            StatJournal.class,
            DumpJournal.class,
            ReplayJournal.class,
            DiffJournal.class,
            WhatIfJournal.class,
            ExportSnapshot.class
        })
public final class JournalCommand extends Group {
    /** Made by picocli. */
    public JournalCommand() {}
}
