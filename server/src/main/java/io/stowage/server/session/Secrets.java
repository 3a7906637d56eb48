package io.stowage.server.session;

import io.stowage.codecs.Role;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The secrets of the roles, or none at all. Never printed. */
public final class Secrets {
    /** No secrets: only clients on this machine are accepted. */
    public static final Secrets NONE = new Secrets(Map.of());

    /** Length of a generated secret, bytes. */
    public static final int GENERATED_LENGTH = 32;

    /** Shortest secret that is accepted, bytes. */
    public static final int MIN_LENGTH = 16;

    private final Map<Role, byte[]> byRole = new EnumMap<>(Role.class);

    /**
     * Secrets by role.
     *
     * @param byRole copied; a role that is missing here cannot connect, unless all are missing.
     */
    public Secrets(final Map<Role, byte[]> byRole) {
        byRole.forEach((role, secret) -> this.byRole.put(role, secret.clone()));
    }

    /**
     * New secrets for all roles.
     *
     * @param random source of their bytes.
     * @return one secret a role, {@link #GENERATED_LENGTH} bytes each.
     */
    public static Secrets generate(final SecureRandom random) {
        final Map<Role, byte[]> generated = new EnumMap<>(Role.class);
        for (final Role role : Role.values()) {
            if (role != Role.NULL_VAL && role != Role.SBE_UNKNOWN) {
                final byte[] secret = new byte[GENERATED_LENGTH];
                random.nextBytes(secret);
                generated.put(role, secret);
            }
        }
        return new Secrets(generated);
    }

    /**
     * Whether no role has a secret.
     *
     * @return true for {@link #NONE}.
     */
    public boolean isEmpty() {
        return byRole.isEmpty();
    }

    /**
     * The secret of a role.
     *
     * @param role that connects.
     * @return a copy of its bytes, or null if it has none.
     */
    public byte @Nullable [] of(final Role role) {
        final byte[] secret = byRole.get(role);
        return secret == null ? null : secret.clone();
    }

    @Override
    public String toString() {
        return isEmpty() ? "none" : "of " + byRole.keySet();
    }
}
