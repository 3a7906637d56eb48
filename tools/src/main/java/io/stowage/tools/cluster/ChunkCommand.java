package io.stowage.tools.cluster;

import picocli.CommandLine.Command;

/** Chunks: the storage daemons. */
@Command(
        name = "chunk",
        description =
                "Chunks: list, space, show, register, move, remove, cancel-removal, complete-removal, isolate, declare-lost.",
        subcommands = {
            ChunkLists.ListChunks.class,
            ChunkLists.Space.class,
            ChunkLists.Show.class,
            ChunkActions.Register.class,
            ChunkActions.Move.class,
            ChunkActions.Remove.class,
            ChunkActions.CancelRemoval.class,
            ChunkActions.CompleteRemoval.class,
            ChunkActions.Isolate.class,
            ChunkActions.DeclareLost.class
        })
public final class ChunkCommand extends Group {
    /** Made by picocli. */
    public ChunkCommand() {}
}
