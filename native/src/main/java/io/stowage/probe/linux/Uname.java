package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code uname(2)}: the host's name and its kernel.
 *
 * @param system as in "Linux"
 * @param hostName the host's name, without a domain as a rule
 * @param release the kernel's release, as in "6.12.0"
 * @param machine the processor's family, as in "x86_64"
 */
public record Uname(String system, String hostName, String release, String machine) {
    // int uname(struct utsname *buffer)
    private static final MethodHandle UNAME = Libc.downcall("uname", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    /**
     * Asks the kernel.
     *
     * @return what it says
     * @throws IOException if the kernel refuses or this system is not supported
     */
    public static Uname current() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment callState = CallState.allocate(arena);
            final MemorySegment buffer = arena.allocate(UtsnameLayout.SIZE_BYTES);
            final int result = (int) UNAME.invokeExact(callState, buffer);
            if (result < 0) {
                throw new SystemCallException("uname", CallState.errno(callState));
            }
            return new Uname(
                    buffer.getString(UtsnameLayout.SYSNAME_OFFSET),
                    buffer.getString(UtsnameLayout.NODENAME_OFFSET),
                    buffer.getString(UtsnameLayout.RELEASE_OFFSET),
                    buffer.getString(UtsnameLayout.MACHINE_OFFSET));
        } catch (final Throwable e) {
            throw Libc.failure(e);
        }
    }
}
