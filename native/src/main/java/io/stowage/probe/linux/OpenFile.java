package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file descriptor: {@code open(2)} and {@code close(2)}. Not thread-safe. */
public final class OpenFile implements AutoCloseable {
    private static final int CLOSED = -1;

    // int open(const char *path, int flags, mode_t mode), variadic from the mode on
    private static final MethodHandle OPEN = Libc.downcall(
            "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    // int close(int fd)
    private static final MethodHandle CLOSE = Libc.downcall("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final String name;
    private int descriptor;

    private OpenFile(final String name, final int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    /**
     * Opens a file that is there.
     *
     * @param path the file
     * @param flags of {@link OpenFlags}; {@link OpenFlags#CLOSE_ON_EXEC} is added
     * @return the open file
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static OpenFile open(final Path path, final int flags) throws IOException {
        return open(path, flags, 0);
    }

    /**
     * Creates a file that must not be there yet, readable and writable by its owner alone.
     *
     * @param path the file
     * @param flags of {@link OpenFlags}, added to those for reading, writing and creating
     * @return the open file
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static OpenFile create(final Path path, final int flags) throws IOException {
        return open(path, flags | OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, 0x180);
    }

    private static OpenFile open(final Path path, final int flags, final int mode) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final MemorySegment cPath = arena.allocateFrom(path.toString(), StandardCharsets.UTF_8);
            int result;
            do {
                result = (int) OPEN.invokeExact(callState, cPath, flags | OpenFlags.CLOSE_ON_EXEC, mode);
            } while (result < 0 && CallState.errno(callState) == Errno.EINTR.code());
            if (result < 0) {
                throw new SystemCallException("open " + path, CallState.errno(callState));
            }
            return new OpenFile(path.toString(), result);
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }

    /**
     * The descriptor, for the calls of this package.
     *
     * @return the number
     */
    int descriptor() {
        if (descriptor == CLOSED) {
            throw new IllegalStateException(name + " is closed already; open it again");
        }
        return descriptor;
    }

    /** The path the file was opened by. */
    @Override
    public String toString() {
        return name;
    }

    /**
     * Closes the file; closing it twice does nothing.
     *
     * @throws IOException if the kernel reports an error of an earlier write; the file is closed all the same
     */
    @Override
    public void close() throws IOException {
        if (descriptor == CLOSED) {
            return;
        }
        final int closing = descriptor;
        descriptor = CLOSED;
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final int result = (int) CLOSE.invokeExact(callState, closing);
            // After EINTR Linux has released the descriptor: calling again could close somebody else's file.
            if (result < 0 && CallState.errno(callState) != Errno.EINTR.code()) {
                throw new SystemCallException("close " + name, CallState.errno(callState));
            }
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }
}
