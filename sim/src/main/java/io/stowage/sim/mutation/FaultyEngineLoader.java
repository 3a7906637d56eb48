package io.stowage.sim.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;

/**
 * Defines the engine and the simulator anew, with a fault in one class of the engine. All else (the codecs, the client, the
 * libraries) is that of the parent. The engine that is shipped holds no switch, not even a branch.
 */
final class FaultyEngineLoader extends ClassLoader {
    private static final String ENGINE = "io.stowage.engine.";
    private static final String SIM = "io.stowage.sim.";

    private final EngineFault fault;
    private final ClassLoader library;

    FaultyEngineLoader(final EngineFault fault) {
        this(fault, FaultyEngineLoader.class.getClassLoader());
    }

    private FaultyEngineLoader(final EngineFault fault, final ClassLoader library) {
        super("fault " + fault.name(), library);
        this.fault = fault;
        this.library = library;
    }

    /** Makes a runner; the class with the fault is edited and verified here and now. */
    FaultyRun open() {
        try {
            Class.forName(fault.className(), true, this);
            @SuppressWarnings("unchecked") // what is made here is a LoadedRun of this loader
            final BiFunction<Long, Integer, String> run = (BiFunction<Long, Integer, String>) loadClass(
                            LoadedRun.class.getName())
                    .getConstructor()
                    .newInstance();
            return run::apply;
        } catch (final ReflectiveOperationException impossible) {
            throw new IllegalStateException("the simulator cannot be loaded a second time", impossible);
        }
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(ENGINE) && !name.startsWith(SIM)) {
                return super.loadClass(name, resolve);
            }
            final Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(final String name) throws ClassNotFoundException {
        final byte[] original = read(name);
        final byte[] bytes = name.equals(fault.className()) ? new ClassEditor(fault, library).edit(original) : original;
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] read(final String name) throws ClassNotFoundException {
        try (InputStream stream = library.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            return stream.readAllBytes();
        } catch (final IOException unreadable) {
            throw new UncheckedIOException("class " + name + " cannot be read", unreadable);
        }
    }
}
