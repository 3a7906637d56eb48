package io.stowage.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.engine.Limits;
import io.stowage.sim.log.LogEntry;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scenario may do as its own host: start, restart, sessions, time without ticks. */
class ScenarioHostTest {
    private static final String CHUNK = "{\"command\":\"registerChunk\",\"ip\":\"10.0.0.1\",\"port\":10201}";
    private static final String ALIVE =
            "{\"command\":\"keepAlive\",\"chunk\":1,\"fence\":\"last\",\"tiers\":{\"CAPACITY\":{\"total\":1099511627776}}}";
    private static final String RESERVE =
            "{\"command\":\"reserveForAllocation\",\"em\":1,\"version\":1,\"items\":[{\"tier\":\"CAPACITY\",\"provision\":\"THIN\",\"replicas\":1}]}";

    private final EngineTarget target = new EngineTarget(Limits.small(), true);
    private final ScenarioRunner runner = new ScenarioRunner(target);

    @AfterEach
    void close() {
        target.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "snapshot"})
    void shouldBeTheSameAfterARestart(final String from) {
        // given
        run(CHUNK, ALIVE, "{\"command\":\"connectEm\",\"em\":1}", RESERVE, "{\"tick\":2500}", ALIVE);
        run("{\"command\":\"sessionClosed\",\"sessionId\":0}");
        final long hash = target.stateHash();

        // when
        final String reply = runner.runLine("{\"restart\":\"" + from + "\"}");

        // then
        assertThat(reply).startsWith("{\"result\":\"OK\",\"position\":" + target.position());
        assertThat(target.stateHash()).isEqualTo(hash);
        run("{\"expect\":{\"result\":\"OK\"}}", RESERVE, "{\"expect\":{\"result\":\"OK\"}}");
        run("{\"expect\":{\"chunk\":1,\"tier\":\"CAPACITY\",\"thinPending\":536870912}}", "{\"verify\":\"sums\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "snapshot"})
    void shouldDiscardHalfAReportAtARestart(final String from) {
        // given
        run(CHUNK, "{\"command\":\"connectEm\",\"em\":1}");
        run("{\"command\":\"reportSpaceBegin\",\"em\":1,\"version\":2}", "{\"expect\":{\"result\":\"OK\"}}");
        run("{\"command\":\"reportSpaceRows\",\"em\":1,\"version\":2,\"rows\":[{\"chunk\":1,\"tier\":\"CAPACITY\","
                + "\"provision\":\"THICK\",\"segments\":1,\"bytes\":1024}]}");
        run("{\"expect\":{\"result\":\"OK\"}}");

        // when
        run("{\"restart\":\"" + from + "\"}");

        // then
        assertThat(runner.runLine("{\"command\":\"reportSpaceEnd\",\"em\":1,\"version\":2,\"rowCount\":1}"))
                .doesNotContain("\"result\":\"OK\"");
    }

    @Test
    void shouldStartTheLogAsTold() {
        // given
        final String cluster = "11111111-2222-3333-4444-555555555555";

        // when
        final String reply =
                runner.runLine("{\"command\":\"clusterStart\",\"cluster\":\"" + cluster + "\",\"seed\":-7}");

        // then
        assertThat(reply).startsWith("{\"result\":\"OK\",\"position\":");
        assertThat(runner.runLine("{\"command\":\"status\"}")).contains(cluster);
        assertThat(target.log().entries()).hasSize(1);
    }

    @Test
    void shouldRefuseASecondStart() {
        // given
        run(CHUNK);

        // when, then
        assertThatThrownBy(() -> runner.runLine("{\"command\":\"clusterStart\",\"seed\":7}"))
                .hasMessage("line 2: 'clusterStart' must be the first command");
    }

    @Test
    void shouldOweReportsAfterAStartAfresh() {
        // given
        run("{\"command\":\"startAfresh\",\"ems\":[1,2]}", "{\"expect\":{\"result\":\"OK\"}}", CHUNK, ALIVE);
        run("{\"command\":\"connectEm\",\"em\":1}", "{\"expect\":{\"reportWanted\":true}}");

        // when
        run(RESERVE);

        // then
        run("{\"expect\":{\"result\":\"NOT_READY\",\"reason\":\"REPORTS_MISSING\",\"expected\":2,\"found\":2}}");
        run("{\"command\":\"reportSpace\",\"em\":1,\"version\":1,\"rows\":[]}");
        run("{\"command\":\"removeEm\",\"em\":2}", RESERVE, "{\"expect\":{\"result\":\"OK\"}}");
        run("{\"command\":\"startAfresh\",\"ems\":[3]}", "{\"expect\":{\"result\":\"CONFLICT\"}}");
    }

    @Test
    void shouldSpeakOverTheSessionNamed() {
        // given
        run(CHUNK, ALIVE, "{\"command\":\"connectEm\",\"em\":1,\"session\":8}");

        // when, then
        run(
                RESERVE,
                "{\"expect\":{\"result\":\"FENCED\",\"reason\":\"SESSION_SUPERSEDED\",\"expected\":8,\"found\":1}}");
        run(RESERVE.replace("\"em\":1", "\"em\":1,\"session\":8"), "{\"expect\":{\"result\":\"OK\"}}");
        run("{\"command\":\"sessionClosed\",\"sessionId\":0}", RESERVE, "{\"expect\":{\"result\":\"OK\"}}");
    }

    @Test
    void shouldLetTimePassWithAndWithoutTicks() {
        // when
        run(
                CHUNK,
                "{\"command\":\"removeNode\",\"node\":9,\"after\":250}",
                "{\"tick\":0}",
                "{\"tick\":1500,\"step\":1500}");

        // then
        assertThat(target.log().entries().stream().map(LogEntry::timestampMs))
                .containsExactly(
                        EngineTarget.START_MS,
                        EngineTarget.START_MS,
                        EngineTarget.START_MS + 250,
                        EngineTarget.START_MS + 250,
                        EngineTarget.START_MS + 1_750);
    }

    @Test
    void shouldCompareWithBounds() {
        // given
        run(CHUNK, ALIVE);

        // when, then
        run(
                "{\"expect\":{\"chunk\":1,\"tier\":\"CAPACITY\",\"allocated\":{\"atMost\":0},\"free\":{\"atLeast\":1,\"atMost\":1099511627776}}}");
        assertThatThrownBy(() -> run("{\"expect\":{\"chunk\":1,\"tier\":\"CAPACITY\",\"total\":{\"atMost\":5}}}"))
                .hasMessageStartingWith("line 4: expected chunk 1 CAPACITY total atMost 5, found 1099511627776 in ");
    }

    @Test
    void shouldExpectAnythingBut() {
        // given
        run("{\"command\":\"removeNode\",\"node\":9}");

        // when, then
        run("{\"expect\":{\"not\":{\"result\":\"OK\"}}}");
        assertThatThrownBy(() -> run("{\"expect\":{\"not\":{\"result\":\"UNKNOWN_NODE\"}}}"))
                .hasMessage("line 3: expected anything but {\"result\":\"UNKNOWN_NODE\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"restart":"disk"}                                    | field 'restart' must be "log" or "snapshot", found "disk"
            {"restart":1}                                         | field 'restart' must be a text, found 1
            {"restart":"log","from":1}                            | unknown field 'from'
            {"verify":"all"}                                      | field 'verify' must be "sums", found "all"
            {"command":"sessionClosed","sessionId":-1}            | field 'sessionId' must be a whole number from 0 to 9223372036854775807, found -1
            {"command":"startAfresh"}                             | field 'ems' is missing
            {"command":"clusterStart"}                            | field 'seed' is missing
            {"command":"status","session":"x"}                    | field 'session' must be a whole number from 0 to 9223372036854775807, found "x"
            {"command":"status","after":-1}                       | field 'after' must be a whole number from 0 to 31622400000, found -1
            """)
    void shouldSayWhatIsWrongWithALine(final String line, final String text) {
        // when, then
        assertThatThrownBy(() -> runner.runLine(line))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("line 1: " + text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"restart":"log"}                                     | 'restart'
            {"verify":"sums"}                                     | 'verify'
            {"command":"sessionClosed","sessionId":1}             | 'sessionClosed'
            {"command":"startAfresh","ems":[1]}                   | 'startAfresh'
            {"command":"clusterStart","seed":1}                   | 'clusterStart'
            {"command":"status","session":1}                      | field 'session'
            {"command":"status","after":1}                        | field 'after'
            """)
    void shouldRefuseOnARunningServer(final String line, final String what) {
        // given
        final ScenarioRunner connected = new ScenarioRunner(new Connected());

        // when, then
        assertThatThrownBy(() -> connected.runLine(line))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("line 1: " + what + " needs an engine in this process; leave out --connect");
    }

    private void run(final String... lines) {
        List.of(lines).forEach(runner::runLine);
    }

    /** A target that is no host, as a running server is none; nothing may reach it. */
    private static final class Connected implements ScenarioTarget {
        @Override
        public DirectBuffer exchange(final MutableDirectBuffer frame, final int length) {
            throw new AssertionError("nothing may be sent");
        }

        @Override
        public void tick(final long millis, final long stepMs) {
            throw new AssertionError("no time may pass");
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public long timestampMs() {
            return 0;
        }

        @Override
        public long clusterHigh() {
            return 0;
        }

        @Override
        public long clusterLow() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
