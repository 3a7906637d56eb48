package io.stowage.codecs.wire;

/** Constants that clients and servers must agree on before the first message. */
public final class Protocol {
    /** Protocol version of this build: major &lt;&lt; 16 | minor &lt;&lt; 8 | patch. */
    public static final int VERSION = 1 << 8;

    /** Stream on which a server listens for connect requests and commands. */
    public static final int INGRESS_STREAM_ID = 5707;

    /** Channel of a server for clients on the same host that share its media driver. */
    public static final String IPC_CHANNEL = "aeron:ipc";

    /** UDP port of a server unless configured otherwise. */
    public static final int DEFAULT_PORT = 5707;

    /** Longest name, bytes of UTF-8. */
    public static final int MAX_NAME_LENGTH = 64;

    /** Most entries of one group of a command; a longer one is refused as malformed. */
    public static final int MAX_GROUP_ENTRIES = 16_384;

    /** The name of the pool that an allocation means when it names none. */
    public static final String DEFAULT_POOL = "default";

    private Protocol() {}

    /**
     * Whether two builds can talk to each other.
     *
     * @param version of the peer.
     * @return true where the major versions are equal.
     */
    public static boolean isCompatible(final int version) {
        return version >>> 16 == VERSION >>> 16;
    }
}
