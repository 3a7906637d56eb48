package io.stowage.tools.demo;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import java.util.Arrays;

/** The extent table of a simulated extent manager: which replicas lie where, and what was written to them. */
final class HeldExtents {
    static final int REPLICAS = 3;

    private final TruthByChunk truth;
    private int[] chunks = new int[REPLICAS * 1024];
    private long[] measurementsBefore = new long[REPLICAS * 1024];
    private long[] writtenBytes = new long[1024];
    private long[] versions = new long[1024];
    private byte[] classes = new byte[1024];
    private int count;

    HeldExtents(final TruthByChunk truth) {
        this.truth = truth;
    }

    int count() {
        return count;
    }

    /** Takes an extent into the table, and its segments into the truth. */
    void add(final int spaceClass, final long version, final int[] replicas, final long nominal, final long written) {
        if (count == versions.length) {
            grow();
        }
        classes[count] = (byte) spaceClass;
        versions[count] = version;
        writtenBytes[count] = written;
        System.arraycopy(replicas, 0, chunks, count * REPLICAS, REPLICAS);
        addTruth(count, nominal);
        count++;
    }

    /** Takes the segments of an extent out of the truth, the extent staying in the table until it is dropped. */
    void removeTruth(final int index, final long nominal) {
        for (int i = index * REPLICAS; i < (index + 1) * REPLICAS; i++) {
            final TierTruth tier = truth.of(chunks[i], SpaceClass.tier(classes[index]));
            if (isThin(index)) {
                tier.removeThin(nominal, writtenBytes[index], measurementsBefore[i]);
            } else {
                tier.removeThick(nominal);
            }
        }
    }

    /** Puts the segments of an extent into the truth, also again, where its removal could not be sent. */
    void addTruth(final int index, final long nominal) {
        for (int i = index * REPLICAS; i < (index + 1) * REPLICAS; i++) {
            final TierTruth tier = truth.of(chunks[i], SpaceClass.tier(classes[index]));
            if (isThin(index)) {
                measurementsBefore[i] = tier.addThin(nominal, writtenBytes[index]);
            } else {
                tier.addThick(nominal);
            }
        }
    }

    /** Drops an extent from the table; the last one takes its place. */
    void drop(final int index) {
        count--;
        classes[index] = classes[count];
        versions[index] = versions[count];
        writtenBytes[index] = writtenBytes[count];
        System.arraycopy(chunks, count * REPLICAS, chunks, index * REPLICAS, REPLICAS);
        System.arraycopy(measurementsBefore, count * REPLICAS, measurementsBefore, index * REPLICAS, REPLICAS);
    }

    int spaceClass(final int index) {
        return classes[index];
    }

    long version(final int index) {
        return versions[index];
    }

    /** All chunks of all extents, {@link #REPLICAS} each, those of an extent from {@code index * REPLICAS} on. */
    int[] chunks() {
        return chunks;
    }

    boolean isCapacity(final int index) {
        return SpaceClass.tier(classes[index]) == Tier.CAPACITY;
    }

    private boolean isThin(final int index) {
        return SpaceClass.provision(classes[index]) == Provision.THIN;
    }

    private void grow() {
        final int more = count * 2;
        chunks = Arrays.copyOf(chunks, more * REPLICAS);
        measurementsBefore = Arrays.copyOf(measurementsBefore, more * REPLICAS);
        writtenBytes = Arrays.copyOf(writtenBytes, more);
        versions = Arrays.copyOf(versions, more);
        classes = Arrays.copyOf(classes, more);
    }
}
