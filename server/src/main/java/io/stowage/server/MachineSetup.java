package io.stowage.server;

import io.stowage.engine.Engine;
import io.stowage.probe.CpuAffinity;
import io.stowage.probe.CpuSet;
import io.stowage.probe.MemoryPages;
import io.stowage.probe.Reading;
import java.lang.foreign.MemorySegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pins the thread that applies commands and locks the engine's memory. What the kernel refuses is said and costs nothing but speed.
 * Thread-safe.
 */
public final class MachineSetup {
    private static final Logger LOGGER = LoggerFactory.getLogger(MachineSetup.class);

    private final MachineSettings settings;

    /**
     * Does nothing yet.
     *
     * @param settings what to take of the machine.
     */
    public MachineSetup(final MachineSettings settings) {
        this.settings = settings;
    }

    /**
     * Keeps the tables from being swapped out, if that is wanted; to be called once they are loaded.
     *
     * @param engine whose tables they are.
     */
    public void lockMemory(final Engine engine) {
        if (!settings.lockMemory()) {
            return;
        }
        long locked = 0;
        for (final MemorySegment segment : engine.memory()) {
            switch (MemoryPages.lock(segment)) {
                case Reading.Measured<Long> measured -> locked += measured.value();
                case Reading.Unavailable<Long> refused -> {
                    LOGGER.warn(
                            "only {} of {} bytes of the tables are locked in memory: {}; raise the limit (ulimit -l, or"
                                    + " LimitMEMLOCK of the unit), or set server.lock-memory = false",
                            locked,
                            engine.memoryBytes(),
                            refused.reason());
                    return;
                }
            }
        }
        LOGGER.info("{} bytes of tables are locked in memory", locked);
    }

    /** Pins the calling thread, if that is wanted. */
    public void pinThread() {
        if (settings.cpus().isEmpty()) {
            return;
        }
        switch (CpuAffinity.pinTo(CpuSet.parse(settings.cpus()))) {
            case Reading.Measured<CpuSet> pinned -> LOGGER.info("the loop runs on CPU {}", pinned.value());
            case Reading.Unavailable<CpuSet> refused ->
                LOGGER.warn(
                        "the loop is not pinned to CPU {}: {}; correct server.cpus", settings.cpus(), refused.reason());
        }
    }
}
