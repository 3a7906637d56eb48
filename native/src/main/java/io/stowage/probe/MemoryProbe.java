package io.stowage.probe;

import com.sun.management.OperatingSystemMXBean;
import io.stowage.probe.linux.Platform;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/** Asks procfs, or where there is none the JVM, for the machine's memory. Stateless, thread-safe. */
public final class MemoryProbe {
    private final KernelRoots roots;

    /**
     * A probe of one machine.
     *
     * @param roots where its kernel's trees are
     */
    public MemoryProbe(final KernelRoots roots) {
        this.roots = roots;
    }

    /**
     * All that is known of the memory.
     *
     * @return the report; without Linux only the sizes that the JVM knows
     */
    public MemoryReport probe() {
        final Path file = roots.proc().resolve("meminfo");
        final Reading<String> memInfo = ReadingSource.readingOf(() -> KernelText.contentOf(file));
        final Reading<Long> total = field(memInfo, file, "MemTotal");
        final Reading<Long> available = field(memInfo, file, "MemAvailable");
        final Reading<Long> swapTotal = field(memInfo, file, "SwapTotal");
        final boolean portable = !Platform.current().isSupported();
        return new MemoryReport(
                portable ? total.or(ofJvm(OperatingSystemMXBean::getTotalMemorySize)) : total,
                portable ? available.or(ofJvm(OperatingSystemMXBean::getFreeMemorySize)) : available,
                portable ? swapTotal.or(ofJvm(OperatingSystemMXBean::getTotalSwapSpaceSize)) : swapTotal,
                field(memInfo, file, "Hugepagesize"),
                field(memInfo, file, "HugePages_Total"),
                SysfsChoice.of(roots.sys().resolve("kernel/mm/transparent_hugepage/enabled")));
    }

    private static Reading<Long> field(final Reading<String> memInfo, final Path file, final String name) {
        return memInfo.flatMap(text -> text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .findFirst()
                .map(line -> amount(line, file))
                .orElseGet(() -> Reading.unavailable(file + ": has no " + name)));
    }

    // "MemTotal:       24684084 kB", or a bare count without a unit; the kernel's kB are 1024 bytes.
    private static Reading<Long> amount(final String line, final Path file) {
        final String[] words = line.strip().split("\\s+", -1);
        try {
            final long number = Long.parseLong(words[1]);
            return Reading.measured(words.length > 2 ? Math.multiplyExact(number, 1024L) : number);
        } catch (final ArithmeticException | ArrayIndexOutOfBoundsException | NumberFormatException e) {
            return Reading.unavailable(file + ": '" + line + "' holds no amount");
        }
    }

    private static Reading<Long> ofJvm(final ToLongFunction<OperatingSystemMXBean> question) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Reading.measured(question.applyAsLong(system))
                : Reading.unavailable("this JVM does not say how much memory there is");
    }
}
