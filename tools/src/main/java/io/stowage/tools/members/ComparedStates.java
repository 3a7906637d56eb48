package io.stowage.tools.members;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.stowage.server.ServerCounter;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.status.CountersReader;

/**
 * What members that run on this machine counted when states were compared.
 *
 * @param votes  hashes of members' states that were held against their own.
 * @param agreed positions of the log at which a majority had their state.
 */
record ComparedStates(long votes, long agreed) {
    /** Of the members that run here, by their numbers. */
    static Map<Integer, ComparedStates> ofMembersIn(final List<Path> directories) {
        final Map<Integer, ComparedStates> found = new HashMap<>();
        for (final Path directory : directories) {
            final Path file = directory.resolve(DataDirectory.CONFIGURATION);
            final String member =
                    Settings.load(Files.exists(file) ? file : null, Map.of()).string(Key.CLUSTER_MEMBER);
            // A member that was told its number on the command line is not known by it here.
            if (!member.isEmpty() && MembersView.isRunning(directory)) {
                found.put(Integer.valueOf(member), read(directory));
            }
        }
        return found;
    }

    private static ComparedStates read(final Path directory) {
        final File file = CommonContext.newCncFile(MemberFiles.aeronDirectory(directory));
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(file, CncFileDescriptor.CNC_FILE);
        try {
            final DirectBuffer metaData = CncFileDescriptor.createMetaDataBuffer(mapped);
            final CountersReader counters = new CountersReader(
                    CncFileDescriptor.createCountersMetaDataBuffer(mapped, metaData),
                    CncFileDescriptor.createCountersValuesBuffer(mapped, metaData));
            return new ComparedStates(
                    value(counters, ServerCounter.STATE_HASH_VOTES),
                    value(counters, ServerCounter.STATE_HASHES_AGREED));
        } finally {
            IoUtil.unmap(mapped);
        }
    }

    private static long value(final CountersReader counters, final ServerCounter counter) {
        final long[] value = {0};
        counters.forEach((counterId, typeId, key, label) -> {
            if (typeId == counter.typeId()) {
                value[0] = counters.getCounterValue(counterId);
            }
        });
        return value[0];
    }
}
