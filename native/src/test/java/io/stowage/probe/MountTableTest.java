package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MountTableTest {
    private static final String FILE_SYSTEMS = """
            nodev\tsysfs
            nodev\ttmpfs
            nodev\tproc
            nodev\toverlay
            nodev\tnfs4
            nodev\tzfs
            \text4
            \txfs
            \tbtrfs
            \tfuseblk
            """;

    // Lines as seen on a desktop, a container host and a storage server.
    private static final String MOUNT_INFO = """
            22 27 0:21 / /proc rw,relatime shared:5 - proc proc rw
            23 27 0:22 / /sys rw,nosuid shared:6 master:1 - sysfs sysfs rw
            27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,discard
            30 27 0:27 / /dev/shm rw - tmpfs tmpfs rw
            41 27 8:1 / /mnt/disk\\040one rw,noatime - xfs /dev/sda1 rw
            42 27 8:1 /chunks /srv/chunks rw,noatime - xfs /dev/sda1 rw
            43 27 8:17 /images /var/images rw - ext4 /dev/sdb1 rw
            44 27 8:17 / /backup ro - ext4 /dev/sdb1 rw
            45 27 8:33 / /media/old rw - ext4 /dev/sdc1 ro,errors=remount-ro
            46 27 0:50 / /net/home rw - nfs4 server:/home rw,vers=4.2
            47 27 0:51 / /var/lib/containers/a/merged rw - overlay overlay rw,lowerdir=/x
            48 27 0:52 / /tank rw - zfs tank rw
            49 27 0:53 / /run/lxcfs rw - fuse.lxcfs lxcfs rw
            50 27 0:54 / /home/me/remote rw - fuse.sshfs me@server:/ rw
            51 27 0:55 / /mnt/- rw - btrfs /dev/sdd rw,subvol=/
            52 27 0:56 / /future rw - brandnewfs none rw
            53 41 8:49 / /mnt/disk\\040one rw - ext4 /dev/sde rw
            """;

    private final MountTable table = new MountTable(MOUNT_INFO, FILE_SYSTEMS);

    @Test
    void shouldListRealFileSystemsOnceAtTheirMostUsefulPlace() {
        // when
        final List<String> places = table.realFileSystems().stream()
                .map(mounts ->
                        mounts.getFirst().source() + " at " + mounts.getFirst().mountPoint())
                .toList();

        // then
        assertThat(places)
                .containsExactly(
                        "/dev/vda1 at /",
                        "/dev/sda1 at /mnt/disk one",
                        "/dev/sdb1 at /backup",
                        "/dev/sdc1 at /media/old",
                        "server:/home at /net/home",
                        "tank at /tank",
                        "me@server:/ at /home/me/remote",
                        "/dev/sdd at /mnt/-",
                        "/dev/sde at /mnt/disk one");
    }

    @Test
    void shouldKeepTheOtherPlacesForWhenTheFirstIsHidden() {
        assertThat(table.realFileSystems().get(1))
                .extracting(MountEntry::mountPoint)
                .containsExactly("/mnt/disk one", "/srv/chunks");
    }

    @Test
    void shouldTellReadOnlyByMountAndByFileSystem() {
        assertThat(table.realFileSystems().stream().map(List::getFirst))
                .filteredOn(MountEntry::readOnly)
                .extracting(MountEntry::mountPoint)
                .containsExactly("/backup", "/media/old");
    }

    @Test
    void shouldTakeAContainersOverlayRootAsReal() {
        // given
        final MountTable container = new MountTable("""
                900 1 0:60 / / rw - overlay overlay rw,lowerdir=/l,upperdir=/u
                901 900 8:1 /etc/hosts /etc/hosts rw - ext4 /dev/sda1 rw
                """, FILE_SYSTEMS);

        // when / then
        assertThat(container.realFileSystems()).hasSize(2);
        assertThat(container.kindOf(container.realFileSystems().getFirst().getFirst()))
                .isEqualTo(FileSystemKind.LAYERED);
    }

    @ParameterizedTest
    @CsvSource({
        "ext4, LOCAL",
        "xfs, LOCAL",
        "fuseblk, LOCAL",
        "zfs, LOCAL",
        "nfs4, REMOTE",
        "virtiofs, REMOTE",
        "fuse.glusterfs, REMOTE",
        "fuse.lxcfs, PSEUDO",
        "overlay, LAYERED",
        "tmpfs, PSEUDO",
        "cgroup2, PSEUDO",
        "brandnewfs, PSEUDO",
    })
    void shouldTellTheKindOfEachType(final String type, final FileSystemKind expected) {
        final MountTable one = new MountTable("60 1 8:99 / /x rw - " + type + " source rw", FILE_SYSTEMS);

        assertThat(one.mountOf(OptionalLong.of(60), Path.of("/x")).map(one::kindOf))
                .contains(expected);
    }

    @Test
    void shouldFindAMountByItsId() {
        assertThat(table.mountOf(OptionalLong.of(42), Path.of("/elsewhere")).map(MountEntry::mountPoint))
                .contains("/srv/chunks");
        assertThat(table.mountOf(OptionalLong.of(999), Path.of("/"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, 27",
        "/home/me, 27",
        "/home/me/remote/file, 50",
        "/home/me/remoter, 27",
        "/mnt/disk one/chunk, 53",
        "/srv/chunks, 42",
    })
    void shouldFindAMountByPathOnOldKernels(final String path, final long expectedId) {
        assertThat(table.mountOf(OptionalLong.empty(), Path.of(path)).map(MountEntry::id))
                .contains(expectedId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1 2 3", "x 27 8:1 / /a rw - xfs /dev/a rw", "1 27 8:1 / /a rw xfs /dev/a rw"})
    void shouldLeaveOutMalformedLines(final String line) {
        assertThat(new MountTable(line, FILE_SYSTEMS).realFileSystems()).isEmpty();
    }

    @Test
    void shouldUnescapeWhatTheKernelEscapes() {
        final MountTable odd =
                new MountTable("7 1 8:1 / /a\\040b\\011c\\134d\\012e\\ü rw - ext4 /dev/a rw", FILE_SYSTEMS);

        assertThat(odd.realFileSystems().getFirst().getFirst().mountPoint()).isEqualTo("/a b\tc\\d\ne\\ü");
    }
}
