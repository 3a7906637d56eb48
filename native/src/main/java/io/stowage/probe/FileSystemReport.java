package io.stowage.probe;

import java.nio.file.Path;

/**
 * One mounted file system.
 *
 * @param mountPoint where it is mounted; at one place of several the most useful one
 * @param device what is mounted: a device's node, {@code server:/path}, or a name
 * @param deviceNumber {@code major:minor} as in {@code mountinfo}; major 0 if no single block device is behind it; blank
 *     if this system does not say
 * @param type as in {@code mountinfo}, "ext4"
 * @param kind what stands behind it
 * @param readOnly whether it is mounted without writing, there or as a whole
 * @param space how much it holds
 */
public record FileSystemReport(
        Path mountPoint,
        String device,
        String deviceNumber,
        String type,
        FileSystemKind kind,
        boolean readOnly,
        Reading<FileSystemSpace> space) {}
