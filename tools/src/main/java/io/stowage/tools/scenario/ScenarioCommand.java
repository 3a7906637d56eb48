package io.stowage.tools.scenario;

import io.stowage.client.StowageException;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.engine.Limits;
import io.stowage.sim.scenario.EngineTarget;
import io.stowage.sim.scenario.ScenarioException;
import io.stowage.sim.scenario.ScenarioRunner;
import io.stowage.sim.scenario.ScenarioTarget;
import io.stowage.sim.scenario.ServerTarget;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.connect.ConnectOptions;
import io.stowage.tools.connect.ServerConnection;
import io.stowage.tools.output.Terminal;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a scenario file: one JSON reply a line, and status 1 at the first expectation that fails. */
@Command(
        name = "scenario",
        description =
                "Run a scenario: a file of JSON lines (commands, ticks, expectations), on a fresh engine in this process, or with"
                        + " --connect on a running server. Prints one JSON reply a line; ends with status 1 at the first"
                        + " 'expect' that fails.")
public final class ScenarioCommand implements Runnable {
    private static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Parameters(
            paramLabel = "FILE",
            description = "The scenario; '-' answers each line of standard input at once, for other programs.")
    private String file = STANDARD_INPUT;

    /** Made by picocli. */
    public ScenarioCommand() {}

    @Override
    public void run() {
        if (connect.isTold()) {
            try (ServerConnection connection = connect.open();
                    BlockingOperator operator = connect.operator(connection);
                    ScenarioTarget target = new ServerTarget(operator)) {
                run(target);
            } catch (final StowageException e) {
                throw new ToolException(String.valueOf(e.getMessage()), e);
            }
        } else {
            try (ScenarioTarget target = new EngineTarget(Limits.small(), false)) {
                run(target);
            }
        }
    }

    private void run(final ScenarioTarget target) {
        final Terminal terminal = Stowage.of(spec).terminal();
        try (Reader reader = file.equals(STANDARD_INPUT)
                ? terminal.in()
                : Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
            new ScenarioRunner(target).run(reader, terminal.out());
        } catch (final ScenarioException e) {
            terminal.flush();
            throw new ToolException((file.equals(STANDARD_INPUT) ? "" : file + ": ") + e.getMessage(), e);
        } catch (final NoSuchFileException e) {
            throw new ToolException("there is no scenario file " + file + "; name one, or '-' for standard input", e);
        } catch (final AccessDeniedException e) {
            throw new ToolException("the scenario file " + file + " may not be read; check its permissions", e);
        } catch (final IOException e) {
            throw new ToolException("the scenario file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
