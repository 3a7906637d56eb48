package io.stowage.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.engine.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario answers, and what it says to lines that are wrong. */
class ScenarioRunnerTest {
    private static final String NODE = "{\"command\":\"registerNode\",\"name\":\"n1\",\"dataIp\":\"10.0.0.1\"}";
    private static final String CHUNK = "{\"command\":\"registerChunk\",\"ip\":\"10.0.0.1\",\"port\":10201}";
    private static final String ALIVE =
            "{\"command\":\"keepAlive\",\"chunk\":1,\"fence\":\"none\",\"tiers\":{\"CAPACITY\":{\"total\":1099511627776}}}";

    private final ScenarioTarget target = new EngineTarget(Limits.small(), true);
    private final ScenarioRunner runner = new ScenarioRunner(target);

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void shouldPutResultAndPositionFirst() {
        // when, then
        assertThat(runner.runLine(NODE)).startsWith("{\"result\":\"OK\",\"position\":384,\"node\":1,");
        assertThat(runner.runLine("{\"command\":\"removeNode\",\"node\":9}"))
                .isEqualTo("{\"result\":\"UNKNOWN_NODE\",\"position\":456,"
                        + "\"message\":\"no such node; list the nodes, or register it first\"}");
        assertThat(runner.runLine("{\"command\":\"completeRemoval\",\"chunk\":9}"))
                .isEqualTo("{\"result\":\"UNKNOWN_CHUNK\",\"position\":528,"
                        + "\"message\":\"no such chunk; list the chunks, or register it first\"}");
    }

    @Test
    void shouldTellReasonAndFiguresOfARefusal() {
        // given
        runner.runLine("{\"command\":\"connectEm\",\"em\":1,\"incarnation\":5}");

        // when, then
        assertThat(runner.runLine("{\"command\":\"connectEm\",\"em\":1,\"incarnation\":4}"))
                .contains("\"result\":\"FENCED\"")
                .endsWith(
                        "\"reason\":\"INCARNATION_TOO_OLD\",\"expected\":5,\"found\":4,"
                                + "\"message\":\"incarnation 4 is older than the known 5; stop it, or start it with a higher one\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"command":"registerNod","name":"n1"}                | unknown command 'registerNod'; did you mean 'registerNode'?
            {"command":"frobnicate"}                             | unknown command 'frobnicate'
            {"command":7}                                        | unknown command 7
            {"command":"removeNode","nod":1}                     | unknown field 'nod'; did you mean 'node'?
            {"command":"removeNode","x":1}                       | unknown field 'x'
            {"command":"removeNode"}                             | field 'node' is missing
            {"command":"removeNode","node":"one"}                | field 'node' must be a whole number from 0 to 4294967294, found "one"
            {"command":"removeNode","node":-1}                   | field 'node' must be a whole number from 0 to 4294967294, found -1
            {"command":"removeNode","node":1.5}                  | field 'node' must be a whole number from 0 to 4294967294, found 1.5
            {"command":"registerNode","dataIp":"n1"}             | field 'dataIp' must be an IP address, found "n1"
            {"command":"maintenance","node":1,"on":1}            | field 'on' must be true or false, found 1
            {"command":"setConfig","key":"MIN_SPRED","value":0}  | unknown configuration key 'MIN_SPRED'; did you mean 'MIN_SPREAD'?
            {"command":"space","cluster":"here"}                 | field 'cluster' must be a UUID, found "here"
            {"command":"emHeartbeat"}                            | field 'em' is missing, and no extent manager has connected before
            {"command":"keepAlive","chunk":1,"fence":"new","tiers":{}} | field 'fence' must be a position, "last" or "none", found "new"
            {"command":"keepAlive","chunk":1,"fence":"none","tiers":{"CAP":{}}} | unknown field 'tiers.CAP'
            {"command":"keepAlive","chunk":1,"fence":"none","tiers":[]} | 'tiers' must be a JSON object, found []
            {"tick":-1}                                          | field 'tick' must be a whole number from 0 to 31622400000, found -1
            {"tick":1000,"steps":1}                              | unknown field 'steps'; did you mean 'step'?
            {"expect":{}}                                        | field 'expect' must be an object with what is expected, found {}
            {"expect":{"result":"OK"}}                           | nothing can be expected before the first command
            {"coment":"x"}                                       | a line needs 'command', 'tick', 'restart', 'verify', 'expect' or 'comment', found {"coment":"x"}
            [1]                                                  | a line must be a JSON object, found [1]
            """)
    void shouldSayWhatIsWrongWithALine(final String line, final String text) {
        // when, then
        assertThatThrownBy(() -> runner.runLine(line))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("line 1: " + text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"tier":"FAST","provision":"THIN","replicas":1}      | field 'items[0].tier' must be one of CAPACITY, PERFORMANCE, found "FAST"
            {"tier":"CAPACITY","replicas":1}                     | field 'items[0].provision' is missing
            {"tier":"CAPACITY","provision":"THIN"}               | field 'items[0].replicas' is missing
            {"tier":"CAPACITY","provision":"THIN","ec":"4-2"}    | field 'items[0].ec' must be like "4+2", found "4-2"
            {"tier":"CAPACITY","provision":"THIN","ec":"4+2","replicas":1} | field 'items[0].ec' must be absent where 'replicas' is told, found "4+2"
            {"tier":"CAPACITY","provision":"THIN","replicas":1,"exclude":[1,-2]} | field 'items[0].exclude[1]' must be a whole number from 0 to 4294967294, found -2
            {"tier":"CAPACITY","provision":"THIN","replicas":1,"existing":3} | field 'items[0].existing' must be a list, found 3
            {"tier":"CAPACITY","provision":"THIN","replicas":1,"extent":3} | unknown field 'items[0].extent'; did you mean 'extents'?
            """)
    void shouldSayWhatIsWrongWithAnItem(final String item, final String text) {
        // given
        final String line = "{\"command\":\"reserveForAllocation\",\"em\":1,\"version\":1,\"items\":[" + item + "]}";

        // when, then
        assertThatThrownBy(() -> runner.runLine(line)).hasMessage("line 1: " + text);
    }

    @Test
    void shouldRefuseWhatIsNotJson() {
        assertThatThrownBy(() -> runner.runLine("{\"command\":"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("line 1: not JSON at column ");
        assertThatThrownBy(() -> runner.runLine("{\"tick\":1} {\"tick\":1}"))
                .hasMessageStartingWith("line 2: not JSON at column ");
        assertThatThrownBy(() -> runner.runLine("{\"tick\":1,\"tick\":2}"))
                .hasMessageStartingWith("line 3: not JSON at column ")
                .hasMessageContaining("Duplicate");
    }

    @Test
    void shouldNameLineExpectedAndFound() {
        // given
        runner.runLine(NODE);
        runner.runLine("");
        runner.runLine(CHUNK);
        runner.runLine(ALIVE);

        // when, then
        assertThat(runner.runLine("{\"expect\":{\"result\":\"OK\",\"health\":\"HEALTHY\"}}"))
                .isEqualTo("{\"expect\":\"ok\"}");
        assertThatThrownBy(() -> runner.runLine("{\"expect\":{\"health\":\"LOST\"}}"))
                .hasMessageStartingWith("line 6: expected health \"LOST\", found \"HEALTHY\" in {\"result\":\"OK\",");
        assertThatThrownBy(() -> runner.runLine("{\"expect\":{\"colour\":1}}"))
                .hasMessageStartingWith("line 7: expected colour 1, found none in ");
        assertThatThrownBy(() -> runner.runLine("{\"expect\":{\"chunk\":1,\"tier\":\"CAPACITY\",\"thick\":5}}"))
                .hasMessageStartingWith("line 8: expected chunk 1 CAPACITY thick 5, found 0 in ");
        assertThatThrownBy(() -> runner.runLine("{\"expect\":{\"chunk\":1,\"tier\":\"PERFORMANCE\",\"thick\":5}}"))
                .hasMessage("line 9: expected space of chunk 1 PERFORMANCE, found none: it does not offer the tier");
        assertThatThrownBy(() -> runner.runLine("{\"expect\":{\"chunk\":2,\"tier\":\"CAPACITY\",\"thick\":5}}"))
                .hasMessageStartingWith("line 10: expected space of chunk 2, found ");
        assertThatThrownBy(() -> runner.runLine("{\"expect\":{\"chunk\":1,\"tier\":\"CAPACITY\",\"thik\":5}}"))
                .hasMessage("line 11: unknown field 'expect.thik'; did you mean 'thick'?");
    }

    @Test
    void shouldCompareListsEntryByEntry() {
        // given
        runner.runLine(NODE);
        runner.runLine(CHUNK);
        runner.runLine("{\"command\":\"chunks\"}");

        // when, then
        runner.runLine("{\"expect\":{\"rows\":[{\"chunk\":1}]}}");
        assertThatThrownBy(() -> runner.runLine("{\"expect\":{\"rows\":[{\"chunk\":2}]}}"))
                .hasMessageStartingWith("line 5: expected rows[0].chunk 2, found 1 in ");
        assertThatThrownBy(() -> runner.runLine("{\"expect\":{\"rows\":[]}}"))
                .hasMessageStartingWith("line 6: expected rows [], found [{");
    }

    @Test
    void shouldJoinThePagesOfAListing() {
        // given
        for (int i = 0; i < 900; i++) {
            runner.runLine("{\"command\":\"registerChunk\",\"ip\":\"10.0." + i / 250 + "." + (i % 250 + 1)
                    + "\",\"port\":10201}");
        }

        // when
        final String reply = runner.runLine("{\"command\":\"chunks\"}");

        // then
        assertThat(reply.split("\"chunk\":", -1)).hasSize(901);
        assertThat(reply).doesNotContain("\"next\"").contains("\"chunk\":900,");
    }

    @Test
    void shouldReportInFragments() {
        // given
        runner.runLine("{\"command\":\"connectEm\",\"em\":1}");
        final StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 600; i++) {
            runner.runLine("{\"command\":\"registerChunk\",\"ip\":\"10.0.0.1\",\"port\":" + i + "}");
            rows.append(i == 1 ? "" : ",")
                    .append("{\"chunk\":")
                    .append(i)
                    .append(",\"tier\":\"CAPACITY\",\"provision\":\"THIN\",\"segments\":2,\"bytes\":1024}");
        }

        // when
        final String reply =
                runner.runLine("{\"command\":\"reportSpace\",\"em\":1,\"version\":3,\"rows\":[" + rows + "]}");

        // then
        assertThat(reply).contains("\"result\":\"OK\"").endsWith("\"version\":3,\"rows\":600}");
        runner.runLine("{\"expect\":{\"chunk\":600,\"tier\":\"CAPACITY\",\"thinNewFresh\":1024,\"segments\":2}}");
    }

    @Test
    void shouldTickAsAServerDoes() {
        // given
        runner.runLine(NODE);
        runner.runLine(CHUNK);
        runner.runLine(ALIVE);

        // when
        final String reply = runner.runLine("{\"tick\":16500}");

        // then
        assertThat(reply).contains("\"time\":1767225616500").startsWith("{\"result\":\"OK\",\"position\":");
        runner.runLine("{\"command\":\"status\"}");
        runner.runLine("{\"expect\":{\"disconnected\":1,\"commands\":21}}");
    }

    @Test
    void shouldAnswerEachLineAtOnce() throws IOException {
        // given
        final PipedWriter lines = new PipedWriter();
        final PipedReader scenario = new PipedReader(lines);
        final PipedWriter answers = new PipedWriter();
        final PipedReader replies = new PipedReader(answers);
        final Thread thread = Thread.ofPlatform().start(() -> {
            try (answers) {
                runner.run(scenario, answers);
            } catch (final IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        final BufferedReader answer = new BufferedReader(replies);

        // when, then
        lines.write(NODE + "\n");
        lines.flush();
        assertThat(answer.readLine()).startsWith("{\"result\":\"OK\"");
        lines.write("{\"comment\":\"näh\"}\n");
        lines.flush();
        assertThat(answer.readLine()).isEqualTo("{\"comment\":\"näh\"}");
        lines.close();
        assertThat(answer.readLine()).isNull();
        assertThat(thread.isAlive() && !joins(thread)).isFalse();
    }

    @Test
    void shouldStopAtTheFirstLineThatFails() {
        // given
        final StringWriter replies = new StringWriter();
        final String scenario = NODE + "\n{\"expect\":{\"node\":2}}\n" + CHUNK + "\n";

        // when
        assertThatThrownBy(() -> runner.run(new StringReader(scenario), replies))
                .isInstanceOfSatisfying(
                        ScenarioException.class,
                        failure -> assertThat(failure.line()).isEqualTo(2))
                .hasMessageStartingWith("line 2: expected node 2, found 1 in ");

        // then
        assertThat(replies.toString().lines()).hasSize(1);
        assertThat(runner.runLine("{\"command\":\"status\"}")).contains("\"chunks\":0");
    }

    private static boolean joins(final Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(10));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
