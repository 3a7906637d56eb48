package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Edit.returns;
import static io.stowage.sim.mutation.Law.S7;

import java.util.List;

/** Faults that let in what is too old, or of another cluster. */
final class FencingFaults {
    private FencingFaults() {}

    static List<Fault> all() {
        return List.of(
                EngineFault.in("extentmanager.ExtentManagers", "identify")
                        .fault(
                                "older-extent-manager-accepted",
                                S7,
                                "Commands of an older incarnation of an extent manager are taken.",
                                result(Call.of("ExtentManagerTable.incarnation").all(2), 0)),
                EngineFault.in("extentmanager.ExtentManagerCommands", "connect")
                        .fault(
                                "older-extent-manager-connects",
                                S7,
                                "An older incarnation of an extent manager may connect again.",
                                result(Call.of("ExtentManagerTable.incarnation").all(3), 0)),
                EngineFault.in("chunk.KeepAliveCommand", "keepAlive")
                        .fault(
                                "older-chunk-accepted",
                                S7,
                                "Keepalives of an older incarnation of a chunk are taken.",
                                result(Call.of("ChunkTable.incarnation").all(2), 0)),
                EngineFault.in("chunk.KeepAliveCommand", "apply")
                        .fault(
                                "chunk-incarnation-forgotten",
                                S7,
                                "The incarnation of a chunk is not remembered.",
                                drop("ChunkTable.incarnation")),
                EngineFault.in("extentmanager.ExtentManagers", "isSuperseded")
                        .fault(
                                "older-session-accepted",
                                S7,
                                "An extent manager may go on over an older session after it used a newer one.",
                                returns(0)),
                EngineFault.in("chunk.KeepAliveCommand", "isSuperseded")
                        .fault(
                                "overtaken-keepalive-accepted",
                                S7,
                                "A keepalive of an older session is taken after one of a newer session.",
                                returns(0)),
                EngineFault.in("CommandDispatcher", "onSessionClosed")
                        .fault(
                                "sessions-outlive-restart",
                                S7,
                                "After a restart of the host the sessions of before still fence new ones.",
                                drop("ExtentManagers.forgetSessions"),
                                drop("SpaceAccounting.forgetSessions")),
                EngineFault.in("cluster.MemberListCommand", "judge")
                        .fault(
                                "older-member-list-taken",
                                S7,
                                "A member list that is older than the one in force takes its place.",
                                result("MemberListTable.generation", 0)),
                EngineFault.in("CommandDispatcher", "isForThisCluster")
                        .fault("foreign-command-accepted", S7, "Commands of another cluster are taken.", returns(1)));
    }
}
