package io.stowage.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.sim.log.EntryLog;
import io.stowage.sim.log.LogEntry;
import io.stowage.sim.log.Renumbering;
import io.stowage.sim.simulation.RecordedRun;
import io.stowage.sim.simulation.Simulation;
import io.stowage.sim.simulation.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs become scenarios, and scenarios the same logs again. */
class ScenarioWriterTest {
    private static final String EVERY_COMMAND = """
            {"command":"clusterStart","cluster":"00000000-0000-0007-0000-000000000009","seed":-3,"after":90}
            {"command":"startAfresh","ems":[4,2],"firstNewChunk":7}
            {"command":"registerNode","dataIp":"10.0.0.1","name":"n1","zone":"z","rack":"r","brick":"b"}
            {"command":"moveNode","node":1,"zone":"y","rack":"q"}
            {"command":"createPool","name":"fast"}
            {"command":"removePool","pool":7,"after":12}
            {"command":"registerChunk","ip":"fe80:0:0:0:0:0:0:1","port":10201,"pool":"fast","capabilities":3,"rawCapacityBytes":9}
            {"command":"registerChunk","ip":"10.0.0.1","port":10201}
            {"command":"keepAlive","chunk":7,"incarnation":5,"readIops":1,"runningSinks":2,"warning":true,"tiers":{"CAPACITY":{"total":1048576,"failed":1,"thinUsed":{"NORMAL":3,"PRIORITIZED":4}},"PERFORMANCE":{"total":5}},"peers":[{"chunk":2,"roundTripMicros":70,"lossPerMille":1}],"fence":"none","session":4}
            {"command":"keepAlive","chunk":7,"incarnation":5,"tiers":{},"fence":"last","session":4}
            {"command":"keepAlive","chunk":7,"incarnation":5,"tiers":{},"fence":17,"session":4}
            {"command":"maintenance","node":1,"on":true,"until":1767225700000}
            {"command":"maintenance","node":1,"on":false}
            {"command":"removeNode","node":4}
            {"command":"removeChunk","chunk":1}
            {"command":"cancelRemoval","chunk":1}
            {"command":"completeRemoval","chunk":1,"removeNode":true}
            {"command":"isolate","chunk":1,"on":true}
            {"command":"moveChunk","chunk":1,"pool":2}
            {"command":"declareLost","chunk":1}
            {"command":"connectEm","em":2,"incarnation":9,"capabilities":1,"session":8}
            {"command":"emHeartbeat","em":2,"incarnation":9,"topologyVersion":3,"needsRecover":true,"quotas":[{"chunk":1,"kind":"RECOVER","executing":1,"waiting":2,"grantSeen":3}],"unusable":[{"bytes":1,"source":2,"destination":3}]}
            {"command":"reserveForAllocation","em":2,"incarnation":9,"version":6,"items":[{"purpose":"TEMPORARY","tier":"PERFORMANCE","provision":"THIN","priority":"PRIORITIZED","ec":"4+2","extents":3,"segmentBytes":4096,"prefer":1,"preferZone":2,"pool":3,"partial":true,"strictSpread":true,"exclude":[4,5],"existing":[6]},{"tier":"CAPACITY","provision":"THICK","replicas":3}],"session":8}
            {"command":"freeForAllocation","em":2,"incarnation":9,"version":6,"tier":"CAPACITY","provision":"THICK","segmentBytes":4096,"chunks":[1,1,2]}
            {"command":"reserveForReposition","em":2,"incarnation":9,"version":6,"kind":"RECOVER","items":[{"tier":"CAPACITY","provision":"THICK","priority":"PRIORITIZED","replicas":3,"replace":1,"segmentBytes":8,"prefer":3,"redundancyLeft":1,"sources":[2,3],"exclude":[4]}]}
            {"command":"freeForReposition","em":2,"incarnation":9,"version":6,"tier":"CAPACITY","provision":"THIN","segmentBytes":4096,"chunks":[1]}
            {"command":"reportSpaceBegin","em":2,"incarnation":9,"version":7}
            {"command":"reportSpaceRows","em":2,"incarnation":9,"version":7,"rows":[{"chunk":1,"tier":"CAPACITY","provision":"THIN","segments":1,"bytes":2,"rxSegments":3,"rxBytes":4}]}
            {"command":"reportSpaceEnd","em":2,"incarnation":9,"version":7,"rowCount":1,"checksum":-9}
            {"command":"spaceDelta","em":2,"incarnation":9,"version":7,"rows":[{"chunk":1,"tier":"CAPACITY","provision":"THIN","segments":-1,"bytes":-2,"rxSegments":-3,"rxBytes":-4}]}
            {"command":"updateProvision","em":2,"incarnation":9,"version":7,"rows":[{"chunk":1,"tier":"CAPACITY","priority":"PRIORITIZED","segments":1,"bytes":2}]}
            {"command":"removeExtents","em":2,"incarnation":9,"version":7,"rows":[{"chunk":1,"tier":"CAPACITY","provision":"THIN","segments":1,"bytes":2}]}
            {"command":"removeEm","em":2,"session":0}
            {"tick":0}
            {"tick":700}
            {"tick":4000,"step":4000}
            {"command":"sessionClosed","sessionId":8,"after":5}
            {"command":"setConfig","key":"MIN_SPREAD","value":0}
            {"command":"setLicence","maxNodes":1,"maxChunks":2,"maxRawBytes":3,"expiry":4}
            {"command":"setMemberList","generation":3,"members":[{"member":1,"host":"h1"},{"member":-2}]}
            {"command":"pauseRebalance","on":true}
            {"command":"rebalanceWindow","startMinute":60,"endMinute":120}
            {"command":"holdCapability","capabilities":5,"on":true}
            {"command":"removeNode","node":9,"role":"CHUNK","sender":3,"incarnation":7}
            {"command":"removeEm","em":2,"cluster":"00000000-0000-0007-0000-000000000008"}
            """;

    @Test
    void shouldWriteEveryCommandAsItWasRead() {
        // given
        final List<String> lines = EVERY_COMMAND.lines().toList();

        // when
        final List<LogEntry> log = run(lines).entries();

        // then
        assertThat(ScenarioWriter.write(log)).isEqualTo(lines);
    }

    /** Logs with frames that are cut or lie cannot be told whole; there must be enough without any. */
    static Stream<RecordedRun> wholeRuns() {
        return LongStream.rangeClosed(1, 40)
                .mapToObj(seed -> Simulation.record(SimulationOptions.of(seed, 400)))
                .filter(run ->
                        ScenarioWriter.canExpress(run.log()).size() == run.log().size())
                .limit(4);
    }

    @Test
    void shouldFindRunsThatCanBeToldWhole() {
        assertThat(wholeRuns()).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("wholeRuns")
    void shouldGiveTheStateOfTheSimulation(final RecordedRun run) {
        // given
        assertThat(run.result().violations()).isEmpty();

        // when
        final List<String> lines = ScenarioWriter.write(run.log());

        // then
        try (EngineTarget target = new EngineTarget(Limits.small(), false)) {
            final ScenarioRunner runner = new ScenarioRunner(target);
            lines.forEach(runner::runLine);
            assertSameEntries(target.log().entries(), run.log());
            assertThat(target.stateHash()).isEqualTo(run.result().stateHash());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldGiveTheStateOfAnyPartOfALog(final long seed) {
        // given
        final SplittableRandom random = new SplittableRandom(seed);
        final List<LogEntry> part = new ArrayList<>();
        final Set<Integer> kinds = new TreeSet<>();
        for (final LogEntry entry : ScenarioWriter.canExpress(
                Simulation.record(SimulationOptions.of(seed, 300)).log())) {
            if (part.isEmpty() || random.nextInt(3) > 0) {
                part.add(entry);
                kinds.add(entry.templateId());
            }
        }
        final List<LogEntry> numbered = Renumbering.of(part);

        // when
        final EntryLog log = run(ScenarioWriter.write(part));

        // then
        assertSameEntries(log.entries(), numbered);
        try (Engine applied = replay(numbered);
                Engine scenario = log.replay(Limits.small())) {
            assertThat(scenario.stateHash()).isEqualTo(applied.stateHash());
        }
        assertThat(kinds).hasSizeGreaterThan(10);
    }

    @Test
    void shouldRefuseAFrameThatIsCut() {
        // given
        final List<LogEntry> log = new ArrayList<>(
                run(List.of("{\"command\":\"removeNode\",\"node\":1}")).entries());
        log.add(new LogEntry(1_000, EngineTarget.START_MS, 1, new UnsafeBuffer(new byte[] {1, 2, 3})));

        // when, then
        assertThat(ScenarioWriter.canExpress(log)).hasSize(2);
        assertThatThrownBy(() -> ScenarioWriter.write(log))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no scenario can express the entry at position 144, template -1");
    }

    private static void assertSameEntries(final List<LogEntry> found, final List<LogEntry> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).position()).isEqualTo(expected.get(i).position());
            assertThat(found.get(i).timestampMs()).isEqualTo(expected.get(i).timestampMs());
            assertThat(found.get(i).templateId()).isEqualTo(expected.get(i).templateId());
        }
    }

    private static EntryLog run(final List<String> lines) {
        try (EngineTarget target = new EngineTarget(Limits.small(), true)) {
            final ScenarioRunner runner = new ScenarioRunner(target);
            lines.forEach(runner::runLine);
            return target.log();
        }
    }

    private static Engine replay(final List<LogEntry> log) {
        final Engine engine = new Engine(Limits.small());
        log.forEach(entry -> entry.applyTo(engine, io.stowage.engine.ReplySink.NONE));
        return engine;
    }
}
