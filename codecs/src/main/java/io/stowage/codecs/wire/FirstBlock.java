package io.stowage.codecs.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * How long the block of a message, or of an entry of a group, was when it was introduced. Fields are only ever appended to it: who
 * reads it must ask for no more than that, for clients, journals and other members of a cluster may be older than the reader. To be asked
 * once, not for each frame. Thread-safe.
 */
public final class FirstBlock {
    private static final String SINCE = "SinceVersion";

    private FirstBlock() {}

    /**
     * Length of the block without what was appended later.
     *
     * @param decoder generated class of the message or of its group.
     * @return bytes.
     */
    public static int length(final Class<?> decoder) {
        int first = Integer.MAX_VALUE;
        int end = 0;
        for (final Method method : decoder.getMethods()) {
            final String name = method.getName();
            if (!name.endsWith(SINCE) || method.getParameterCount() != 0 || method.getDeclaringClass() != decoder) {
                continue;
            }
            final String field = name.substring(0, name.length() - SINCE.length());
            final int since = figure(decoder, name);
            if (since < first) {
                first = since;
                end = 0;
            }
            if (since == first && isOfBlock(decoder, field)) {
                end = Math.max(
                        end, figure(decoder, field + "EncodingOffset") + figure(decoder, field + "EncodingLength"));
            }
        }
        return end;
    }

    /** Groups and variable data have no place in the block. */
    private static boolean isOfBlock(final Class<?> decoder, final String field) {
        for (final Method method : decoder.getMethods()) {
            if (method.getName().equals(field + "EncodingOffset")) {
                return true;
            }
        }
        return false;
    }

    private static int figure(final Class<?> decoder, final String method) {
        try {
            return (int) decoder.getMethod(method).invoke(null);
        } catch (final NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(decoder + " was not generated from the schema", e);
        }
    }
}
