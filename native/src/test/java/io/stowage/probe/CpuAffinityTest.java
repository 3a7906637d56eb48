package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class CpuAffinityTest {
    private static final Path STATUS = Path.of("/proc/thread-self/status");

    @Test
    void shouldAgreeWithTheKernelsStatusFile() throws Exception {
        assertThat(CpuAffinity.allowed()).isEqualTo(Reading.measured(allowedByStatus()));
    }

    @Test
    void shouldPinTheCallingThreadOnly() throws Exception {
        // given
        final CpuSet before = allowedByStatus();
        final List<Integer> cpus = before.stream().boxed().toList();

        for (final int cpu : cpus) {
            // when
            final CpuSet[] seen = inNewThread(() -> {
                final CpuSet answered = CpuAffinity.pinTo(CpuSet.of(cpu)).orElse(CpuSet.of());
                final int current = CpuAffinity.currentCpu().orElse(-1);
                return new CpuSet[] {answered, allowedByStatus(), CpuSet.of(current)};
            });

            // then
            assertThat(seen).containsOnly(CpuSet.of(cpu));
        }
        assertThat(allowedByStatus()).isEqualTo(before);
    }

    @Test
    void shouldAgreeWithTaskset() throws Exception {
        // given
        Command.assumeInstalled("taskset");
        final int first = allowedByStatus().stream().findFirst().orElseThrow();

        // when
        final String listed = inNewThread(() -> {
            CpuAffinity.pinTo(CpuSet.of(first));
            final String thread =
                    Path.of("/proc/thread-self").toRealPath().getFileName().toString();
            return Command.outputOf("taskset", "-cp", thread);
        });

        // then
        assertThat(listed).endsWith("current affinity list: " + first);
    }

    @Test
    void shouldSayThatNoneOfTheCpusIsThere() throws Exception {
        // given
        final CpuSet before = allowedByStatus();

        // when / then
        assertThat(CpuAffinity.pinTo(CpuSet.of(8000)))
                .isEqualTo(Reading.unavailable(
                        "none of the CPUs 8000 is online and allowed; this thread may use " + before));
        assertThat(CpuAffinity.pinTo(CpuSet.of()))
                .isEqualTo(Reading.unavailable("cannot pin a thread to no CPU; name at least one"));
        assertThat(allowedByStatus()).isEqualTo(before);
    }

    @Test
    void shouldRefuseAVirtualThread() throws Exception {
        // given
        final FutureTask<List<Reading<?>>> task = new FutureTask<>(
                () -> List.of(CpuAffinity.allowed(), CpuAffinity.currentCpu(), CpuAffinity.pinTo(CpuSet.of(0))));

        // when
        Thread.ofVirtual().start(task);

        // then
        assertThat(task.get(60, TimeUnit.SECONDS))
                .containsOnly(
                        Reading.unavailable("a virtual thread has no CPU of its own; call from a platform thread"));
    }

    private static <T> T inNewThread(final Callable<T> work) throws Exception {
        final FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task.get(60, TimeUnit.SECONDS);
    }

    private static CpuSet allowedByStatus() throws Exception {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> CpuSet.parse(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
