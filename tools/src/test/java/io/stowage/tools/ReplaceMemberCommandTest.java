package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cluster replace-member} and {@code backup} refuse before they copy anything: each time they say what to do. */
@Timeout(120)
class ReplaceMemberCommandTest {
    @TempDir
    private Path scratch;

    @Test
    void shouldAskForTheFilesOfTheMember() {
        assertThat(replace(2, scratch)).contains("has no stowage.conf", "put the files of member 2 there first");
    }

    @Test
    void shouldRefuseTheFolderOfAnotherMember() {
        assertThat(replace(1, member(2, "0=127.0.0.1:21990,1=127.0.0.1:21980,2=127.0.0.1:21970")))
                .contains("cluster.member", "this is not the data directory of member 1");
    }

    @Test
    void shouldLeaveAStateThatIsThereAsItIs() throws IOException {
        final Path directory = member(2, "0=127.0.0.1:21990,1=127.0.0.1:21980,2=127.0.0.1:21970");
        Files.createDirectories(directory.resolve("archive"));

        assertThat(replace(2, directory))
                .contains("exists already and is left as it is", "stop the member that uses it");
    }

    @Test
    void shouldSayWhereTheNameOfTheMemberHasToLead() {
        // An address for documentation, which no machine has.
        assertThat(replace(2, member(2, "0=127.0.0.1:21990,1=127.0.0.1:21980,2=192.0.2.1:21970")))
                .contains("leads to 192.0.2.1, which is not this machine", "point the name to this machine");
    }

    @Test
    void shouldNoticeAMemberThatRunsHere() throws IOException {
        final Path directory = member(2, "0=127.0.0.1:21990,1=127.0.0.1:21980,2=127.0.0.1:21970");
        try (DatagramChannel archive = DatagramChannel.open()) {
            archive.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 21_974));

            assertThat(replace(2, directory)).contains("port 21974 of member 2 is in use", "stop it first");
        }
    }

    @Test
    void shouldWantToKnowThatTheOldMemberIsStopped() {
        final Cli.Result asked = Cli.run(
                "cluster",
                "replace-member",
                "2",
                "--dir",
                member(2, "0=127.0.0.1:21990,1=127.0.0.1:21980,2=127.0.0.1:21970")
                        .toString());

        assertThat(asked.complaint(ExitCode.USAGE)).contains("Is it stopped for good?", "add --yes");
    }

    @Test
    void shouldSayThatNobodyAnswersABackup() {
        final Cli.Result failed = Cli.run(
                "cluster",
                "backup",
                "--once",
                "--from",
                "0=127.0.0.1:21990",
                "--timeout",
                "2",
                "--dir",
                scratch.toString(),
                "--to",
                scratch.resolve("backup").toString());

        assertThat(failed.status()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("no member answers: a leader and a majority must run");
    }

    private Path member(final int number, final String members) {
        Cli.run("init", "--dir", scratch.toString(), "--members", members).text();
        return scratch.resolve("member-" + number);
    }

    private static String replace(final int member, final Path directory) {
        return Cli.run("cluster", "replace-member", Integer.toString(member), "--yes", "--dir", directory.toString())
                .complaint(ExitCode.FAILED);
    }
}
