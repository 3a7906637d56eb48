package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.Created;
import io.stowage.tools.output.Confirmation;
import io.stowage.tools.output.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Changing chunks. */
final class ChunkActions {
    private ChunkActions() {}

    /** A command on one chunk. */
    abstract static class OneChunk extends ActionCommand {
        @Parameters(index = "0", paramLabel = "CHUNK", description = "Chunk id.")
        private int chunk;

        final int chunk() {
            return chunk;
        }
    }

    /** Makes a chunk known. */
    @Command(name = "register", description = "Make a chunk known, and its node; the same again changes nothing.")
    static final class Register extends ActionCommand {
        @Parameters(paramLabel = "IP:PORT", description = "Data IP of its node, and its port there: its identity.")
        private String address = "";

        @Option(names = "--pool", description = "Storage pool. Default: the default pool.")
        private String pool = "";

        @Option(
                names = "--raw-capacity",
                paramLabel = "SIZE",
                description = "Raw capacity for the licence, as in 4TiB.")
        private String rawCapacity = "0";

        @Option(
                names = "--id",
                paramLabel = "ID",
                description =
                        "Id that it had, where the state was started afresh and the chunk itself will not come back.")
        private int had;

        private String ip = "";
        private int port;

        @Override
        protected void check() {
            final int colon = address.lastIndexOf(':');
            try {
                ip = address.substring(0, Math.max(0, colon)).replace("[", "").replace("]", "");
                port = Integer.parseInt(address.substring(colon + 1));
            } catch (final NumberFormatException notAPort) {
                ip = "";
            }
            if (ip.isEmpty()) {
                throw new ParameterException(
                        spec().commandLine(),
                        "'" + address + "' is not an address; write it like 10.0.0.1:10201 or [fd00::1]:10201");
            }
        }

        @Override
        protected int run(final BlockingOperator operator) {
            final Created created = operator.registerChunk(had, ip, port, pool, Text.bytes(rawCapacity), 0);
            return tell(created.outcome(), "chunk " + created.id() + " is registered", "chunk", created.id());
        }
    }

    /** Moves a chunk to another pool. */
    @Command(name = "move", description = "Move a chunk without segments to another pool.")
    static final class Move extends OneChunk {
        @Option(names = "--pool", required = true, paramLabel = "ID", description = "Pool id.")
        private int pool;

        @Override
        protected int run(final BlockingOperator operator) {
            return tell(
                    operator.command(() -> operator.client().moveChunk(chunk(), pool)),
                    "chunk " + chunk() + " is in pool " + pool,
                    "chunk",
                    chunk());
        }
    }

    /** Starts an evacuation. */
    @Command(name = "remove", description = "Start the removal of a chunk: it gets nothing new, and is evacuated.")
    static final class Remove extends OneChunk {
        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        protected int run(final BlockingOperator operator) {
            final Removal removal = Removal.of(operator, chunk());
            confirmation.require("Remove chunk " + chunk() + "? " + removal.text() + '.');
            return tell(
                    operator.command(() -> operator.client().removeChunk(chunk())),
                    "chunk " + chunk()
                            + " is being removed; once nothing is left there: stowage chunk complete-removal "
                            + chunk(),
                    "chunk",
                    chunk());
        }
    }

    /** Back to use. */
    @Command(name = "cancel-removal", description = "Take a chunk that is being removed back into use.")
    static final class CancelRemoval extends OneChunk {
        @Override
        protected int run(final BlockingOperator operator) {
            return tell(
                    operator.command(() -> operator.client().cancelRemoval(chunk())),
                    "chunk " + chunk() + " is in use again",
                    "chunk",
                    chunk());
        }
    }

    /** Forgets an empty chunk. */
    @Command(
            name = "complete-removal",
            description = "Forget a chunk that is being removed and holds nothing any more.")
    static final class CompleteRemoval extends OneChunk {
        @Option(names = "--remove-node", description = "Forget its node too, if this was its last chunk.")
        private boolean removeNode;

        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        protected void check() {
            confirmation.require(
                    "Forget chunk " + chunk() + (removeNode ? " and its node if it was the last" : "") + "?");
        }

        @Override
        protected int run(final BlockingOperator operator) {
            return tell(
                    operator.command(() -> operator.client().completeRemoval(chunk(), removeNode)),
                    "chunk " + chunk() + " is removed",
                    "chunk",
                    chunk());
        }
    }

    /** Sub-health by hand. */
    @Command(name = "isolate", description = "Isolate a chunk by hand (it gets nothing new), or let it back in.")
    static final class Isolate extends OneChunk {
        @Parameters(index = "1", paramLabel = "on|off", description = "Isolate, or let it back in.")
        private String switched = "";

        @Override
        protected void check() {
            if (!switched.equals("on") && !switched.equals("off")) {
                throw new ParameterException(spec().commandLine(), "write on or off, not '" + switched + "'");
            }
        }

        @Override
        protected int run(final BlockingOperator operator) {
            final boolean on = switched.equals("on");
            return tell(
                    operator.command(() -> operator.client().isolate(chunk(), on)),
                    "chunk " + chunk() + (on ? " is isolated: it gets nothing new" : " is no longer isolated"),
                    "chunk",
                    chunk());
        }
    }

    /** Lost by hand. */
    @Command(name = "declare-lost", description = "Declare a silent chunk lost: its segments count as missing.")
    static final class DeclareLost extends OneChunk {
        @Mixin
        private Confirmation confirmation = new Confirmation();

        @Override
        protected void check() {
            confirmation.require("Declare chunk " + chunk() + " lost, so that all its segments count as missing?");
        }

        @Override
        protected int run(final BlockingOperator operator) {
            return tell(
                    operator.command(() -> operator.client().declareLost(chunk())),
                    "chunk " + chunk() + " is lost",
                    "chunk",
                    chunk());
        }
    }
}
