package io.stowage.server.journal;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;
import org.agrona.LangUtil;
import org.jspecify.annotations.Nullable;

/**
 * Allots and frees blocks of a file without writing them: {@code fallocate(2)}. Where the system or the file system has none,
 * it says so and does nothing. Constants of the Linux headers {@code fcntl.h}, {@code falloc.h} and {@code errno.h}.
 */
final class BlockAllocation {
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int ALLOCATE = 0;
    private static final int PUNCH_HOLE_AND_KEEP_SIZE = 0x02 | 0x01;
    private static final int EINTR = 4;
    private static final int ENOSYS = 38;
    private static final int ENOSPC = 28;
    private static final int EOPNOTSUPP = 95;

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));
    private static final @Nullable MethodHandle OPEN =
            find("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final @Nullable MethodHandle FALLOCATE =
            find("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final @Nullable MethodHandle CLOSE = find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private BlockAllocation() {}

    /**
     * Allots the blocks of a range, which reads as zeros where nothing was written; a file that is shorter grows.
     *
     * @return false if that is not supported here.
     * @throws NoBlocksException if there is no space left.
     * @throws IOException       if the file cannot be opened, or the file system refuses, as by a quota.
     */
    static boolean allocate(final Path file, final long offset, final long length) throws IOException {
        return call(file, ALLOCATE, offset, length);
    }

    /**
     * Gives back the blocks of a range, which reads as zeros afterwards; the length of the file stays.
     *
     * @return false if that is not supported here.
     * @throws IOException if the file system fails.
     */
    static boolean free(final Path file, final long offset, final long length) throws IOException {
        return call(file, PUNCH_HOLE_AND_KEEP_SIZE, offset, length);
    }

    /** The file system has no block left. */
    static final class NoBlocksException extends IOException {
        private static final long serialVersionUID = 1L;

        private NoBlocksException() {
            super("no space left on device");
        }
    }

    private static boolean call(final Path file, final int mode, final long offset, final long length)
            throws IOException {
        if (OPEN == null || FALLOCATE == null || CLOSE == null) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(CALL_STATE);
            final int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(file.toString()), O_RDWR | O_CLOEXEC);
            if (fd < 0) {
                throw new IOException("open of " + file + " failed with errno " + errno(state));
            }
            int errno;
            do {
                errno = (int) FALLOCATE.invokeExact(state, fd, mode, offset, length) == 0 ? 0 : errno(state);
            } while (errno == EINTR);
            final int closed = (int) CLOSE.invokeExact(state, fd);
            if (errno == 0 && closed == 0) {
                return true;
            }
            if (errno == ENOSYS || errno == EOPNOTSUPP) {
                return false;
            }
            if (errno == ENOSPC) {
                throw new NoBlocksException();
            }
            throw new IOException("fallocate of " + file + " failed with errno " + errno);
        } catch (final IOException ex) {
            throw ex;
        } catch (final Throwable ex) {
            LangUtil.rethrowUnchecked(ex);
            return false;
        }
    }

    private static int errno(final MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    // Calling the system is what this class is for; whoever starts the program allows it by --enable-native-access.
    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle find(
            final String name, final FunctionDescriptor descriptor, final Linker.Option... options) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return null;
        }
        final Linker linker = Linker.nativeLinker();
        final Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, descriptor, all))
                .orElse(null);
    }
}
