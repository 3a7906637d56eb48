package io.stowage.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.codecs.Role;
import io.stowage.server.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsFileTest {
    private static final String SECRET = "00112233445566778899aabbccddeeff";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("secrets");
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        // given
        final Secrets secrets = Secrets.generate(new SecureRandom());

        // when
        SecretsFile.write(file, secrets);

        // then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        final Secrets read = SecretsFile.read(file);
        for (final Role role : new Role[] {Role.EXTENT_MANAGER, Role.CHUNK, Role.SERVICE_MANAGER, Role.OPERATOR}) {
            assertThat(read.of(role)).isEqualTo(secrets.of(role)).hasSize(Secrets.GENERATED_LENGTH);
        }
        assertThat(read.of(Role.CHUNK)).isNotEqualTo(read.of(Role.OPERATOR));
    }

    @Test
    void shouldNeverReplaceAFile() {
        SecretsFile.write(file, Secrets.generate(new SecureRandom()));
        assertThatThrownBy(() -> SecretsFile.write(file, Secrets.generate(new SecureRandom())))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "the secrets file " + file + " exists already; remove it first if its secrets are to change");
    }

    @Test
    void shouldTakeCommentsAndSpaces() throws IOException {
        write("# who reads this\n\n  OPERATOR = " + SECRET + "  \n");
        assertThat(SecretsFile.read(file).of(Role.OPERATOR)).hasSize(16);
        assertThat(SecretsFile.read(file).of(Role.CHUNK)).isNull();
        assertThat(SecretsFile.read(file)).hasToString("of [OPERATOR]");
    }

    @Test
    void shouldRefuseAFileThatOthersMayRead() throws IOException {
        for (final String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx------"}) {
            write("OPERATOR=" + SECRET);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            assertRefused("the secrets file " + file + " has the mode " + mode
                    + ", so that others may use it; run 'chmod 600 " + file
                    + "', and create new secrets if they may have been read");
        }
    }

    @Test
    void shouldSayWhatIsMissing() throws IOException {
        assertRefused("there is no secrets file " + file + "; create one with 'stowage init'");
        write("# nothing\n");
        assertRefused("the secrets file " + file + " holds no secret; create one with 'stowage init'");
    }

    @Test
    void shouldNameTheLineThatIsWrongAndNeverRepeatIt() throws IOException {
        final String where = "the secrets file " + file + ", line 2: ";
        write("OPERATOR=" + SECRET + "\nCHUNK " + SECRET);
        assertRefused(where + "write it like EXTENT_MANAGER=<hex>");
        write("OPERATOR=" + SECRET + "\nBOSS=" + SECRET);
        assertRefused(where + "there is no role 'BOSS';"
                + " the roles are EXTENT_MANAGER, CHUNK, SERVICE_MANAGER, OPERATOR and MEMBER");
        write("OPERATOR=" + SECRET + "\nCHUNK=secret");
        assertRefused(where + "the secret of CHUNK is not a hexadecimal number");
        write("OPERATOR=" + SECRET + "\nCHUNK=0011");
        assertRefused(where + "the secret of CHUNK has 2 bytes; at least 16 are needed");
        write("OPERATOR=" + SECRET + "\nOPERATOR=" + SECRET);
        assertRefused(where + "OPERATOR has two secrets; remove one of them");
    }

    private void write(final String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void assertRefused(final String message) {
        assertThatThrownBy(() -> SecretsFile.read(file))
                .isInstanceOf(ServerException.class)
                .hasMessage(message);
    }
}
