package io.stowage.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets the C compiler compare every layout and constant of this package with the system's headers. */
final class KernelHeaderTest {
    private static final String INCLUDES = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <limits.h>
            #include <linux/falloc.h>
            #include <linux/fs.h>
            #include <sched.h>
            #include <stddef.h>
            #include <sys/ioctl.h>
            #include <sys/mman.h>
            #include <sys/stat.h>
            #include <sys/statvfs.h>
            #include <sys/utsname.h>
            #include <time.h>
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"LINUX_X86_64", "LINUX_AARCH64"})
    void shouldAgreeWithTheHeadersOf(final Platform platform) throws Exception {
        // given
        final String compiler = compilerOf(platform);
        assumeTrue(isOnPath(compiler), compiler + " is not installed: layouts not compared with the headers");

        // when
        final String complaints = compile(compiler, assertionsOf(platform));

        // then
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldNoticeAWrongOffset() throws Exception {
        // given
        final String compiler = compilerOf(Platform.current());
        assumeTrue(isOnPath(compiler), compiler + " is not installed: layouts not compared with the headers");

        // when
        final String complaints =
                compile(compiler, Map.of("offsetof(struct statvfs, f_flag)", StatVfsLayout.F_FLAG_OFFSET + 8L));

        // then
        assertThat(complaints).contains("offsetof(struct statvfs, f_flag)");
    }

    private static Map<String, Long> assertionsOf(final Platform platform) {
        final Map<String, Long> expected = new LinkedHashMap<>();
        addStructs(expected);
        addConstants(expected);
        expected.put("O_DIRECT", (long) OpenFlags.direct(platform));
        for (final Errno errno : Errno.values()) {
            expected.put(errno.name(), (long) errno.code());
        }
        return expected;
    }

    private static void addStructs(final Map<String, Long> expected) {
        addStruct(expected, "struct statvfs", StatVfsLayout.SIZE_BYTES, StatVfsLayout.ALIGNMENT_BYTES);
        addField(expected, "struct statvfs", "f_bsize", StatVfsLayout.F_BSIZE_OFFSET, 8);
        addField(expected, "struct statvfs", "f_frsize", StatVfsLayout.F_FRSIZE_OFFSET, 8);
        addField(expected, "struct statvfs", "f_blocks", StatVfsLayout.F_BLOCKS_OFFSET, 8);
        addField(expected, "struct statvfs", "f_bfree", StatVfsLayout.F_BFREE_OFFSET, 8);
        addField(expected, "struct statvfs", "f_bavail", StatVfsLayout.F_BAVAIL_OFFSET, 8);
        addField(expected, "struct statvfs", "f_files", StatVfsLayout.F_FILES_OFFSET, 8);
        addField(expected, "struct statvfs", "f_ffree", StatVfsLayout.F_FFREE_OFFSET, 8);
        addField(expected, "struct statvfs", "f_favail", StatVfsLayout.F_FAVAIL_OFFSET, 8);
        addField(expected, "struct statvfs", "f_fsid", StatVfsLayout.F_FSID_OFFSET, 8);
        addField(expected, "struct statvfs", "f_flag", StatVfsLayout.F_FLAG_OFFSET, 8);
        addField(expected, "struct statvfs", "f_namemax", StatVfsLayout.F_NAMEMAX_OFFSET, 8);
        addStruct(expected, "struct statx", StatxLayout.SIZE_BYTES, StatxLayout.ALIGNMENT_BYTES);
        addField(expected, "struct statx", "stx_mask", StatxLayout.STX_MASK_OFFSET, 4);
        addField(expected, "struct statx", "stx_mode", StatxLayout.STX_MODE_OFFSET, 2);
        addField(expected, "struct statx", "stx_mnt_id", StatxLayout.STX_MNT_ID_OFFSET, 8);
        addField(expected, "struct statx", "stx_dio_mem_align", StatxLayout.STX_DIO_MEM_ALIGN_OFFSET, 4);
        addField(expected, "struct statx", "stx_dio_offset_align", StatxLayout.STX_DIO_OFFSET_ALIGN_OFFSET, 4);
        addStruct(expected, "struct timespec", TimespecLayout.SIZE_BYTES, TimespecLayout.ALIGNMENT_BYTES);
        addField(expected, "struct timespec", "tv_sec", TimespecLayout.TV_SEC_OFFSET, 8);
        addField(expected, "struct timespec", "tv_nsec", TimespecLayout.TV_NSEC_OFFSET, 8);
        addStruct(expected, "struct utsname", UtsnameLayout.SIZE_BYTES, 1);
        addField(expected, "struct utsname", "sysname", UtsnameLayout.SYSNAME_OFFSET, UtsnameLayout.TEXT_BYTES);
        addField(expected, "struct utsname", "nodename", UtsnameLayout.NODENAME_OFFSET, UtsnameLayout.TEXT_BYTES);
        addField(expected, "struct utsname", "release", UtsnameLayout.RELEASE_OFFSET, UtsnameLayout.TEXT_BYTES);
        addField(expected, "struct utsname", "version", UtsnameLayout.VERSION_OFFSET, UtsnameLayout.TEXT_BYTES);
        addField(expected, "struct utsname", "machine", UtsnameLayout.MACHINE_OFFSET, UtsnameLayout.TEXT_BYTES);
        addField(expected, "struct utsname", "domainname", UtsnameLayout.DOMAINNAME_OFFSET, UtsnameLayout.TEXT_BYTES);
        addStruct(expected, "cpu_set_t", CpuMaskLayout.SIZE_BYTES, CpuMaskLayout.ALIGNMENT_BYTES);
        expected.put("__NCPUBITS", (long) CpuMaskLayout.CPUS_PER_WORD);
        expected.put("sizeof(__cpu_mask)", (long) CpuMaskLayout.WORD_BYTES);
    }

    private static void addConstants(final Map<String, Long> expected) {
        expected.put("ST_RDONLY", StatVfsLayout.ST_RDONLY);
        expected.put("STATX_TYPE", (long) StatxLayout.STATX_TYPE);
        expected.put("STATX_MNT_ID", (long) StatxLayout.STATX_MNT_ID);
        expected.put("STATX_DIOALIGN", (long) StatxLayout.STATX_DIOALIGN);
        expected.put("AT_FDCWD", (long) StatxLayout.AT_FDCWD);
        expected.put("AT_NO_AUTOMOUNT", (long) StatxLayout.AT_NO_AUTOMOUNT);
        expected.put("AT_EMPTY_PATH", (long) StatxLayout.AT_EMPTY_PATH);
        expected.put("S_IFMT", (long) StatxLayout.S_IFMT);
        expected.put("S_IFDIR", (long) StatxLayout.S_IFDIR);
        expected.put("O_RDONLY", (long) OpenFlags.READ_ONLY);
        expected.put("O_RDWR", (long) OpenFlags.READ_WRITE);
        expected.put("O_CREAT", (long) OpenFlags.CREATE);
        expected.put("O_EXCL", (long) OpenFlags.EXCLUSIVE);
        expected.put("O_NONBLOCK", (long) OpenFlags.NON_BLOCKING);
        expected.put("O_CLOEXEC", (long) OpenFlags.CLOSE_ON_EXEC);
        expected.put("BLKSSZGET", BlockDeviceIoctl.BLKSSZGET);
        expected.put("BLKPBSZGET", BlockDeviceIoctl.BLKPBSZGET);
        expected.put("BLKROTATIONAL", BlockDeviceIoctl.BLKROTATIONAL);
        expected.put("BLKGETSIZE64", BlockDeviceIoctl.BLKGETSIZE64);
        expected.put("FALLOC_FL_KEEP_SIZE", (long) Fallocate.KEEP_SIZE);
        expected.put("MADV_HUGEPAGE", (long) MemoryAdvice.MADV_HUGEPAGE);
        expected.put("CLOCK_REALTIME", (long) TimespecLayout.CLOCK_REALTIME);
        expected.put("CLOCK_MONOTONIC", (long) TimespecLayout.CLOCK_MONOTONIC);
        expected.put("CLOCK_MONOTONIC_RAW", (long) TimespecLayout.CLOCK_MONOTONIC_RAW);
        expected.put("CLOCK_BOOTTIME", (long) TimespecLayout.CLOCK_BOOTTIME);
        expected.put("CLOCK_THREAD_CPUTIME_ID", (long) TimespecLayout.CLOCK_THREAD_CPUTIME_ID);
        // The calls' own argument types.
        expected.put("sizeof(off_t)", (long) Long.BYTES);
        expected.put("sizeof(size_t)", (long) Long.BYTES);
        expected.put("sizeof(clockid_t)", (long) Integer.BYTES);
        expected.put("sizeof(pid_t)", (long) Integer.BYTES);
    }

    private static void addStruct(
            final Map<String, Long> expected, final String struct, final long sizeBytes, final long alignmentBytes) {
        expected.put("sizeof(" + struct + ")", sizeBytes);
        expected.put("_Alignof(" + struct + ")", alignmentBytes);
    }

    private static void addField(
            final Map<String, Long> expected,
            final String struct,
            final String field,
            final long offsetBytes,
            final long sizeBytes) {
        expected.put("offsetof(" + struct + ", " + field + ")", offsetBytes);
        expected.put("sizeof(((" + struct + " *)0)->" + field + ")", sizeBytes);
    }

    private String compile(final String compiler, final Map<String, Long> expected)
            throws IOException, InterruptedException {
        final Path source = directory.resolve("layout.c");
        Files.writeString(
                source,
                expected.entrySet().stream()
                        .map(entry -> "_Static_assert((long long)(" + entry.getKey() + ") == " + entry.getValue()
                                + "LL, \"" + entry.getKey() + "\");")
                        .collect(Collectors.joining("\n", INCLUDES, "\n")));
        final Process process = new ProcessBuilder(compiler, "-std=gnu11", "-fsyntax-only", source.toString())
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue() == 0).as(output).isEqualTo(output.isEmpty());
        return output;
    }

    private static String compilerOf(final Platform platform) {
        return platform == Platform.current()
                ? "gcc"
                : switch (platform) {
                    case LINUX_X86_64 -> "x86_64-linux-gnu-gcc";
                    case LINUX_AARCH64 -> "aarch64-linux-gnu-gcc";
                    case UNSUPPORTED -> "gcc for an unsupported system";
                };
    }

    private static boolean isOnPath(final String program) {
        return Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
