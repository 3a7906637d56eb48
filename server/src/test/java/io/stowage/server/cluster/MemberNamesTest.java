package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.server.ServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the names of members lead by a member list, and the file in which a member keeps it. */
class MemberNamesTest {
    private static final MemberEndpoints MEMBERS = MemberEndpoints.parse("0=localhost:5710,1=beta:5710,2=gamma:5710");
    private static final ListedHosts MOVED = new ListedHosts(3, Map.of(0, "", 1, "", 2, "127.0.0.9"));

    @TempDir
    private Path directory;

    @Test
    void shouldLeadANameToTheHostOfTheList() {
        final MemberNames names = new MemberNames(MEMBERS, MOVED);

        assertThat(address(names, "gamma")).isEqualTo("127.0.0.9");
        assertThat(names.host(2)).isEqualTo("127.0.0.9");
    }

    @Test
    void shouldLeaveEveryOtherNameToTheSystem() {
        final MemberNames names = new MemberNames(MEMBERS, MOVED);

        assertThat(address(names, "localhost")).isEqualTo("127.0.0.1");
        assertThat(address(names, "127.0.0.2")).isEqualTo("127.0.0.2");
        assertThat(names.host(1)).isEqualTo("beta");
    }

    @Test
    void shouldFollowNewerListsAndNoOlderOne() {
        final MemberNames names = new MemberNames(MEMBERS, ListedHosts.NONE);
        assertThat(names.accept(MOVED)).isTrue();

        assertThat(names.accept(new ListedHosts(2, Map.of(0, "", 1, "", 2, "127.0.0.8"))))
                .isFalse();
        assertThat(address(names, "gamma")).isEqualTo("127.0.0.9");

        assertThat(names.accept(new ListedHosts(4, Map.of(0, "", 1, "127.0.0.7", 2, ""))))
                .isTrue();
        assertThat(address(names, "beta")).isEqualTo("127.0.0.7");
        assertThat(names.host(2)).isEqualTo("gamma");
    }

    @Test
    void shouldNotKnowWhatIsNotKnown() {
        final MemberNames names =
                new MemberNames(MEMBERS, new ListedHosts(1, Map.of(0, "", 1, "", 2, "no-such-host.invalid")));

        assertThat(names.address(2)).isNull();
    }

    @Test
    void shouldKeepAListInAFileAndReadItAgain() throws IOException {
        assertThat(MemberListFile.read(directory)).isEqualTo(ListedHosts.NONE);

        MemberListFile.write(directory, MOVED);
        assertThat(MemberListFile.read(directory)).isEqualTo(MOVED);

        final ListedHosts next = new ListedHosts(4, Map.of(0, "alpha-2", 1, "", 2, "fe80::9"));
        MemberListFile.write(directory, next);
        assertThat(MemberListFile.read(directory)).isEqualTo(next);
        try (var there = Files.list(directory.resolve("cluster"))) {
            assertThat(there).hasSize(1);
        }
    }

    @Test
    void shouldSayWhatToDoWithAFileThatIsDamaged() throws IOException {
        MemberListFile.write(directory, MOVED);
        final Path file = directory.resolve("cluster").resolve("member-list");
        final String whole = Files.readString(file);

        for (int length = 0; length < whole.length() - 1; length++) {
            Files.writeString(file, whole.substring(0, length));
            assertThatThrownBy(() -> MemberListFile.read(directory))
                    .as("the first %d letters", length)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("delete it");
        }
    }

    private static @Nullable String address(final MemberNames names, final String name) {
        final InetAddress address = names.resolve(name, "endpoint", false);
        return address == null ? null : address.getHostAddress();
    }
}
