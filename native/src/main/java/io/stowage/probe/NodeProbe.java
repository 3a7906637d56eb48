package io.stowage.probe;

import io.stowage.probe.linux.Platform;
import io.stowage.probe.linux.Uname;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/**
 * Asks for all that is known of this machine. Returns within its time limit whatever hangs, writes nothing, and throws
 * nothing: what could not be measured says why. Interrupting the calling thread cancels what it still waits for.
 *
 * <p>Keep one probe for all rounds: it remembers which disks and servers still owe an answer and does not ask them
 * again, so that its threads never pile up. Thread-safe.
 */
public final class NodeProbe {
    private final CpuProbe cpus;
    private final MemoryProbe memory;
    private final FileSystemProbe fileSystems;
    private final BlockDeviceProbe blockDevices;
    private final BoundedCalls calls = new BoundedCalls();
    private final long answerLimitNs;
    private final long totalLimitNs;

    private NodeProbe(final Context context) {
        answerLimitNs = context.answerLimitNs;
        totalLimitNs = context.totalLimitNs;
        cpus = new CpuProbe(context.roots);
        memory = new MemoryProbe(context.roots);
        fileSystems = new FileSystemProbe(context.roots, answerLimitNs);
        blockDevices = new BlockDeviceProbe(context.roots, answerLimitNs);
    }

    /**
     * Probes the machine once.
     *
     * @return what it is made of
     */
    public NodeReport probe() {
        final Deadline deadline = new Deadline(totalLimitNs);
        final Reading<Uname> uname = ReadingSource.readingOf(Uname::current);
        return new NodeReport(
                hostName(uname, deadline),
                uname.map(Uname::system).orElse(property("os.name")),
                uname.map(Uname::release).or(kernelOfJvm()),
                uname.map(Uname::machine).orElse(property("os.arch")),
                cpus.probe(),
                memory.probe(),
                fileSystems.mounted(deadline),
                blockDevices.list(deadline),
                deadline.elapsedNs());
    }

    /**
     * The probe of the file systems alone.
     *
     * @return the one that {@link #probe} uses
     */
    public FileSystemProbe fileSystems() {
        return fileSystems;
    }

    /**
     * The probe of the block devices alone.
     *
     * @return the one that {@link #probe} uses
     */
    public BlockDeviceProbe blockDevices() {
        return blockDevices;
    }

    /**
     * The probe of the processors alone.
     *
     * @return the one that {@link #probe} uses
     */
    public CpuProbe cpus() {
        return cpus;
    }

    // Elsewhere than on Linux the name comes from the resolver, which may wait for the network.
    private Reading<String> hostName(final Reading<Uname> uname, final Deadline deadline) {
        if (Platform.current().isSupported()) {
            return uname.map(Uname::hostName);
        }
        return calls.call(
                "host name",
                deadline.limitNs(answerLimitNs),
                () -> InetAddress.getLocalHost().getHostName());
    }

    private static Reading<String> kernelOfJvm() {
        return Reading.measured(property("os.version"));
    }

    private static String property(final String name) {
        return System.getProperty(name, "unknown");
    }

    /** Where to look and how long to wait. Fluent; not thread-safe. */
    public static final class Context {
        /** Default time to wait for each file system and device: 1 s. */
        public static final long ANSWER_LIMIT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(1);
        /** Default time for the whole probe: 5 s. */
        public static final long TOTAL_LIMIT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(5);
        /** Longest time allowed for either: 10 min. */
        public static final long LIMIT_NS_MAX = TimeUnit.MINUTES.toNanos(10);

        private KernelRoots roots = KernelRoots.live();
        private long answerLimitNs = ANSWER_LIMIT_NS_DEFAULT;
        private long totalLimitNs = TOTAL_LIMIT_NS_DEFAULT;
        private boolean concluded;

        /** With all defaults: this machine. */
        public Context() {}

        /**
         * Where the kernel's trees are.
         *
         * @param value the trees
         * @return this
         */
        public Context roots(final KernelRoots value) {
            roots = value;
            return this;
        }

        /**
         * How long to wait for each file system and device.
         *
         * @param ns nanoseconds from 1 to {@link #LIMIT_NS_MAX}
         * @return this
         */
        public Context answerLimitNs(final long ns) {
            answerLimitNs = ns;
            return this;
        }

        /**
         * How long to wait for all of them together.
         *
         * @param ns nanoseconds from 1 to {@link #LIMIT_NS_MAX}
         * @return this
         */
        public Context totalLimitNs(final long ns) {
            totalLimitNs = ns;
            return this;
        }

        /**
         * Checks the limits and makes the probe; the context cannot make another.
         *
         * @return the probe
         * @throws IllegalArgumentException if a limit is out of bounds
         * @throws IllegalStateException if called twice
         */
        public NodeProbe conclude() {
            if (concluded) {
                throw new IllegalStateException("this context has made its probe already; make a new one");
            }
            check("answerLimitNs", answerLimitNs);
            check("totalLimitNs", totalLimitNs);
            concluded = true;
            return new NodeProbe(this);
        }

        private static void check(final String name, final long ns) {
            if (ns < 1 || ns > LIMIT_NS_MAX) {
                throw new IllegalArgumentException(name + " is " + ns + "; choose from 1 to " + LIMIT_NS_MAX);
            }
        }

        @Override
        public String toString() {
            return "NodeProbe.Context{roots=" + roots + ", answerLimitNs=" + answerLimitNs + ", totalLimitNs="
                    + totalLimitNs + "}";
        }
    }
}
