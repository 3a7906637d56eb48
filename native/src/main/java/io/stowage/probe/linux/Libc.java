package io.stowage.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes the downcall handles of libc's functions. Every handle captures {@code errno} in the call itself and therefore
 * takes a {@link CallState#allocate call state} as its first argument.
 *
 * <p>A handle can be had on every system. Where the function cannot be called, invoking its handle throws {@link
 * UnsupportedSystemException} with the reason, so that holding handles in static finals never breaks a class.
 */
final class Libc {
    private static final MethodHandle REFUSAL = refusalConstructor();

    private Libc() {}

    /**
     * A handle for a function of libc.
     *
     * @param function the symbol's name
     * @param descriptor the C signature, without the call state
     * @param options further options, {@link Linker.Option#firstVariadicArg} for variadic functions
     * @return a handle of (call state, arguments of the signature)
     */
    static MethodHandle downcall(
            final String function, final FunctionDescriptor descriptor, final Linker.Option... options) {
        if (!Platform.current().isSupported()) {
            return refusing(descriptor, Platform.unsupportedReason());
        }
        try {
            final Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
            all[options.length] = Linker.Option.captureCallState(CallState.ERRNO);
            return link(function, descriptor, all);
        } catch (final UnsupportedOperationException e) {
            return refusing(descriptor, "this JVM cannot call native functions; use one with a native linker");
        } catch (final IllegalCallerException e) {
            return refusing(
                    descriptor, "native calls are forbidden; start java with --enable-native-access=ALL-UNNAMED");
        }
    }

    // "restricted": a wrong signature would corrupt the JVM. The signatures are checked against the headers by hand,
    // the structs behind their pointers by LayoutTest.
    @SuppressWarnings("restricted")
    private static MethodHandle link(
            final String function, final FunctionDescriptor descriptor, final Linker.Option... options) {
        final Linker linker = Linker.nativeLinker();
        final Optional<MemorySegment> symbol = linker.defaultLookup().find(function);
        if (symbol.isEmpty()) {
            return refusing(descriptor, "this C library has no " + function + "; use a newer one");
        }
        return linker.downcallHandle(symbol.get(), descriptor, options);
    }

    private static MethodHandle refusing(final FunctionDescriptor descriptor, final String reason) {
        final MethodType type = descriptor.insertArgumentLayouts(0, ADDRESS).toMethodType();
        final MethodHandle refusal = MethodHandles.foldArguments(
                MethodHandles.throwException(type.returnType(), UnsupportedSystemException.class),
                MethodHandles.insertArguments(REFUSAL, 0, reason));
        return MethodHandles.dropArguments(refusal, 0, type.parameterList());
    }

    private static MethodHandle refusalConstructor() {
        try {
            return MethodHandles.lookup()
                    .findConstructor(UnsupportedSystemException.class, MethodType.methodType(void.class, String.class));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("UnsupportedSystemException has lost its constructor", e);
        }
    }

    /**
     * What a downcall handle threw, as the exception to throw on.
     *
     * @param thrown caught around {@code invokeExact}
     * @return the exception, if it is one that callers expect
     */
    static IOException failure(final Throwable thrown) {
        return switch (thrown) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
        };
    }
}
