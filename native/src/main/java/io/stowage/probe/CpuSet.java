package io.stowage.probe;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A set of CPU numbers, written as the kernel does: {@code 0-3,8}. Immutable. */
public final class CpuSet {
    /** The largest CPU number that is understood; the kernel's own limit on x86-64 and AArch64. */
    public static final int MAX_CPU = 8191;

    private final BitSet cpus;

    private CpuSet(final BitSet cpus) {
        this.cpus = cpus;
    }

    /**
     * A set of the given CPUs.
     *
     * @param cpus numbers from 0 to {@link #MAX_CPU}
     * @return the set
     * @throws IllegalArgumentException if a number is out of range
     */
    public static CpuSet of(final int... cpus) {
        final BitSet bits = new BitSet();
        for (final int cpu : cpus) {
            bits.set(checked(cpu, Integer.toString(cpu)));
        }
        return new CpuSet(bits);
    }

    /**
     * A set of the bits set.
     *
     * @param bits one bit a CPU; copied
     * @return the set
     */
    static CpuSet ofBits(final BitSet bits) {
        return new CpuSet((BitSet) bits.clone());
    }

    /**
     * Reads the kernel's list format.
     *
     * @param list numbers and ranges separated by commas, as in {@code 0-3,8}; blank for none
     * @return the set
     * @throws IllegalArgumentException if it is written otherwise or a number is out of range
     */
    public static CpuSet parse(final String list) {
        final BitSet bits = new BitSet();
        if (list.isBlank()) {
            return new CpuSet(bits);
        }
        for (final String part : list.strip().split(",", -1)) {
            final int dash = part.indexOf('-');
            final int first = number(dash < 0 ? part : part.substring(0, dash), list);
            final int last = dash < 0 ? first : number(part.substring(dash + 1), list);
            if (last < first) {
                throw malformed(list);
            }
            bits.set(first, last + 1);
        }
        return new CpuSet(bits);
    }

    private static int number(final String digits, final String list) {
        try {
            return checked(Integer.parseInt(digits), list);
        } catch (final NumberFormatException e) {
            throw malformed(list);
        }
    }

    private static int checked(final int cpu, final String list) {
        if (cpu < 0 || cpu > MAX_CPU) {
            throw malformed(list);
        }
        return cpu;
    }

    private static IllegalArgumentException malformed(final String list) {
        return new IllegalArgumentException(
                "'" + list + "' is no list of CPUs; write numbers from 0 to " + MAX_CPU + " and ranges, as in 0-3,8");
    }

    /**
     * Whether a CPU is in the set.
     *
     * @param cpu its number, from 0
     * @return true if it is
     */
    public boolean contains(final int cpu) {
        return cpu >= 0 && cpus.get(cpu);
    }

    /**
     * Whether all of another set's CPUs are in this one.
     *
     * @param other the other set
     * @return true if none is missing
     */
    public boolean containsAll(final CpuSet other) {
        final BitSet missing = other.bits();
        missing.andNot(cpus);
        return missing.isEmpty();
    }

    /**
     * How many CPUs are in the set.
     *
     * @return the count
     */
    public int count() {
        return cpus.cardinality();
    }

    /**
     * The CPUs' numbers.
     *
     * @return ascending
     */
    public IntStream stream() {
        return cpus.stream();
    }

    /**
     * One bit a CPU.
     *
     * @return a copy
     */
    BitSet bits() {
        return (BitSet) cpus.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof CpuSet set && set.cpus.equals(cpus);
    }

    @Override
    public int hashCode() {
        return cpus.hashCode();
    }

    /** The kernel's list format, as in {@code 0-3,8}; empty for an empty set. */
    @Override
    public String toString() {
        return ranges().stream()
                .map(range -> range[0] == range[1] ? "" + range[0] : range[0] + "-" + range[1])
                .collect(Collectors.joining(","));
    }

    private List<int[]> ranges() {
        return cpus.stream()
                .filter(cpu -> cpu == 0 || !cpus.get(cpu - 1))
                .mapToObj(first -> new int[] {first, cpus.nextClearBit(first) - 1})
                .toList();
    }
}
