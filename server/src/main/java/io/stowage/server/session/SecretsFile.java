package io.stowage.server.session;

import io.stowage.codecs.Role;
import io.stowage.server.DurableFiles;
import io.stowage.server.ServerException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * The file that holds the secrets: one line a role, {@code EXTENT_MANAGER=<hex>}, comments behind {@code #}. Only its owner
 * may read it; a looser file is refused, because everybody on the machine may have read it already.
 */
public final class SecretsFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SecretsFile() {}

    /**
     * Reads the secrets.
     *
     * @param file to be read.
     * @return the secrets of the roles that it names.
     * @throws ServerException if it is missing, readable by others, or not well formed; the message says what to do.
     */
    public static Secrets read(final Path file) {
        final Map<Role, byte[]> byRole = new EnumMap<>(Role.class);
        try {
            requireOwnerOnly(file);
            int number = 0;
            for (final String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                readLine(file, number, line.strip(), byRole);
            }
        } catch (final NoSuchFileException e) {
            throw new ServerException("there is no secrets file " + file + "; create one with 'stowage init'", e);
        } catch (final MalformedInputException e) {
            throw new ServerException("the secrets file " + file + " is not text; create one with 'stowage init'", e);
        } catch (final IOException e) {
            throw new ServerException("cannot read the secrets file " + file + ": " + e.getMessage(), e);
        }
        if (byRole.isEmpty()) {
            throw new ServerException("the secrets file " + file + " holds no secret; create one with 'stowage init'");
        }
        return new Secrets(byRole);
    }

    /**
     * Writes secrets into a new file that only its owner may read.
     *
     * @param file    to be created; an existing one is never replaced.
     * @param secrets to be written.
     * @throws ServerException if the file exists or cannot be written; the message says what to do.
     */
    public static void write(final Path file, final Secrets secrets) {
        final StringBuilder text =
                new StringBuilder("# Secrets of the roles. Whoever reads them may act as that role.\n");
        for (final Role role : Role.values()) {
            final byte[] secret = secrets.of(role);
            if (secret != null) {
                text.append(role)
                        .append('=')
                        .append(HexFormat.of().formatHex(secret))
                        .append('\n');
            }
        }
        try {
            if (isPosix(file)) {
                // The permissions are set before the first byte is written: nobody can open it in between.
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createFile(file);
            }
            DurableFiles.write(file, text, StandardOpenOption.CREATE);
        } catch (final FileAlreadyExistsException e) {
            throw new ServerException(
                    "the secrets file " + file + " exists already; remove it first if its secrets are to change", e);
        } catch (final IOException e) {
            throw new ServerException("cannot write the secrets file " + file + ": " + e.getMessage(), e);
        }
    }

    private static void requireOwnerOnly(final Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!isPosix(file)) {
            return;
        }
        final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            throw new ServerException("the secrets file " + file + " has the mode "
                    + PosixFilePermissions.toString(permissions) + ", so that others may use it; run 'chmod 600 " + file
                    + "', and create new secrets if they may have been read");
        }
    }

    private static boolean isPosix(final Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void readLine(final Path file, final int number, final String line, final Map<Role, byte[]> byRole) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        final int equals = line.indexOf('=');
        // The line itself is never repeated in a message: it holds a secret.
        final String where = "the secrets file " + file + ", line " + number + ": ";
        if (equals < 0) {
            throw new ServerException(where + "write it like EXTENT_MANAGER=<hex>");
        }
        final Role role = roleOf(where, line.substring(0, equals).strip());
        final byte[] secret;
        try {
            secret = HexFormat.of().parseHex(line.substring(equals + 1).strip());
        } catch (final IllegalArgumentException e) {
            throw new ServerException(where + "the secret of " + role + " is not a hexadecimal number");
        }
        if (secret.length < Secrets.MIN_LENGTH) {
            throw new ServerException(where + "the secret of " + role + " has " + secret.length + " bytes; at least "
                    + Secrets.MIN_LENGTH + " are needed");
        }
        if (byRole.put(role, secret) != null) {
            throw new ServerException(where + role + " has two secrets; remove one of them");
        }
    }

    private static Role roleOf(final String where, final String name) {
        for (final Role role : Role.values()) {
            if (role != Role.NULL_VAL && role != Role.SBE_UNKNOWN && role.name().equals(name)) {
                return role;
            }
        }
        throw new ServerException(where + "there is no role '" + name
                + "'; the roles are EXTENT_MANAGER, CHUNK, SERVICE_MANAGER, OPERATOR and MEMBER");
    }
}
