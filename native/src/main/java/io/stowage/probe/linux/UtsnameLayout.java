package io.stowage.probe.linux;

/**
 * {@code struct utsname}: six texts of 65 bytes, each ended by a zero. Source: {@code include/uapi/linux/utsname.h}
 * ({@code struct new_utsname}), {@code sys/utsname.h}.
 *
 * <pre>
 *   0          65         130        195        260        325        390
 *  +----------+----------+----------+----------+----------+----------+
 *  | sysname  | nodename | release  | version  | machine  | domain   |
 *  +----------+----------+----------+----------+----------+----------+
 * </pre>
 */
final class UtsnameLayout {
    /** Every text, with its zero. */
    static final int TEXT_BYTES = 65;
    /** {@code sysname}, as in "Linux". */
    static final int SYSNAME_OFFSET = 0;
    /** {@code nodename}: the host's name. */
    static final int NODENAME_OFFSET = SYSNAME_OFFSET + TEXT_BYTES;
    /** {@code release}, as in "6.12.0". */
    static final int RELEASE_OFFSET = NODENAME_OFFSET + TEXT_BYTES;
    /** {@code version}: number and date of the build. */
    static final int VERSION_OFFSET = RELEASE_OFFSET + TEXT_BYTES;
    /** {@code machine}, as in "x86_64". */
    static final int MACHINE_OFFSET = VERSION_OFFSET + TEXT_BYTES;
    /** {@code domainname}: of NIS, not of DNS. */
    static final int DOMAINNAME_OFFSET = MACHINE_OFFSET + TEXT_BYTES;
    /** All of the struct. */
    static final int SIZE_BYTES = DOMAINNAME_OFFSET + TEXT_BYTES;

    private UtsnameLayout() {}
}
