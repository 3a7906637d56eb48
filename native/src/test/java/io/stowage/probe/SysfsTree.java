package io.stowage.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small sysfs on disk, with the files and links that the kernel of a given machine showed. */
record SysfsTree(Path root) {
    /** The roots to probe it with: no procfs, and device nodes as the test makes them. */
    KernelRoots roots() {
        return new KernelRoots(root.resolve("proc"), root.resolve("sys"), root.resolve("dev"));
    }

    /** Writes a file below {@code sys}, with the line end that the kernel puts. */
    SysfsTree file(final String path, final String content) throws IOException {
        final Path file = root.resolve("sys").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content + "\n");
        return this;
    }

    /** Lists a device under {@code block} and {@code dev/block}, as links into {@code devices}. */
    SysfsTree blockDevice(final String name, final String number, final String folder) throws IOException {
        final Path target = Files.createDirectories(root.resolve("sys/devices").resolve(folder));
        final Path byName = Files.createDirectories(root.resolve("sys/block"));
        final Path byNumber = Files.createDirectories(root.resolve("sys/dev/block"));
        Files.createSymbolicLink(byName.resolve(name), byName.relativize(target));
        Files.createSymbolicLink(byNumber.resolve(number), byNumber.relativize(target));
        return file("devices/" + folder + "/dev", number);
    }
}
