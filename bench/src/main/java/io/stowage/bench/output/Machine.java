package io.stowage.bench.output;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * On what the figures were seen.
 *
 * @param processors  that the JVM may use.
 * @param processor   model, as the kernel names it; empty where it does not.
 * @param system      operating system and its release.
 * @param java        name and version of the JVM.
 * @param loadAverage processes that ran or wanted to, averaged over the last minute; negative where the system does not tell.
 */
public record Machine(int processors, String processor, String system, String java, double loadAverage) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    /**
     * This machine, now.
     *
     * @return what it is and how busy.
     */
    public static Machine now() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                processorModel(),
                System.getProperty("os.name") + ' ' + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + ' ' + Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /**
     * One line for people.
     *
     * @return all of it.
     */
    public String describe() {
        return processors + " x " + (processor.isEmpty() ? "unknown processor" : processor) + ", " + system + ", "
                + java + ", load average " + loadAverage;
    }

    private static String processorModel() {
        if (!Files.isReadable(CPU_INFO)) {
            return "";
        }
        try {
            for (final String line : Files.readAllLines(CPU_INFO)) {
                if (line.startsWith(MODEL)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
            return "";
        } catch (final IOException e) {
            return "";
        }
    }
}
