package io.stowage.sim.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Defines the engine and the simulator anew, with a fault in one class of the engine. All else (the codecs, the client, the
 * libraries) is that of the parent. The engine that is shipped holds no switch, not even a branch.
 */
final class FaultyEngineLoader extends ClassLoader {
    private static final String ENGINE = "io.stowage.engine.";
    private static final String SIM = "io.stowage.sim.";

    private final String fault;
    private final List<ClassEdit> edits;
    private final ClassLoader library;

    private FaultyEngineLoader(final String fault, final List<ClassEdit> edits, final ClassLoader library) {
        super("fault " + fault, library);
        this.fault = fault;
        this.edits = edits;
        this.library = library;
    }

    /** Makes a runner; all classes with edits are edited and verified here and now. */
    static FaultyRun open(final String fault, final List<ClassEdit> edits) {
        @SuppressWarnings("unchecked") // what is made here is a LoadedRun of that loader
        final BiFunction<Long, Integer, String> run =
                (BiFunction<Long, Integer, String>) load(fault, edits, LoadedRun.class.getName());
        return run::apply;
    }

    /** Makes what shrinks failures; all classes with edits are edited and verified here and now. */
    static FaultyShrink openShrinker(final String fault, final List<ClassEdit> edits) {
        @SuppressWarnings("unchecked") // what is made here is a LoadedShrink of that loader
        final BiFunction<List<Long>, Consumer<String>, List<String>> shrink =
                (BiFunction<List<Long>, Consumer<String>, List<String>>)
                        load(fault, edits, LoadedShrink.class.getName());
        return (seed, steps, progress) -> LoadedShrink.read(shrink.apply(List.of(seed, (long) steps), progress));
    }

    private static Object load(final String fault, final List<ClassEdit> edits, final String runner) {
        final FaultyEngineLoader loader =
                new FaultyEngineLoader(fault, edits, FaultyEngineLoader.class.getClassLoader());
        try {
            for (final ClassEdit each : edits) {
                Class.forName(each.className(), true, loader);
            }
            return loader.loadClass(runner).getConstructor().newInstance();
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
        byte[] bytes = read(name);
        for (final ClassEdit edit : edits) {
            if (name.equals(edit.className())) {
                bytes = new ClassEditor(fault, edit, library).edit(bytes);
            }
        }
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
