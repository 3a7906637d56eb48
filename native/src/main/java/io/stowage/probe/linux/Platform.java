package io.stowage.probe.linux;

import java.util.Locale;

/** The systems whose calls and layouts are known here. */
public enum Platform {
    /** Linux on x86-64, also called amd64. */
    LINUX_X86_64,
    /** Linux on little-endian AArch64, also called arm64. */
    LINUX_AARCH64,
    /** Any other system: native calls answer with {@link UnsupportedSystemException}. */
    UNSUPPORTED;

    private static final String OS_NAME = System.getProperty("os.name", "an unnamed system");
    private static final String OS_ARCH = System.getProperty("os.arch", "an unnamed processor");
    private static final Platform CURRENT = of(OS_NAME, OS_ARCH);

    /**
     * The platform this JVM runs on.
     *
     * @return the platform, {@link #UNSUPPORTED} if it is none of the known ones
     */
    public static Platform current() {
        return CURRENT;
    }

    /**
     * The platform of the given names.
     *
     * @param osName as in the system property {@code os.name}
     * @param osArch as in the system property {@code os.arch}
     * @return the platform, {@link #UNSUPPORTED} if it is none of the known ones
     */
    public static Platform of(final String osName, final String osArch) {
        if (!osName.toLowerCase(Locale.ROOT).equals("linux")) {
            return UNSUPPORTED;
        }
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> LINUX_X86_64;
            case "aarch64", "arm64" -> LINUX_AARCH64;
            default -> UNSUPPORTED;
        };
    }

    /**
     * Whether native calls can be made on this platform.
     *
     * @return true for Linux on x86-64 or AArch64
     */
    public boolean isSupported() {
        return this != UNSUPPORTED;
    }

    /**
     * Why native calls cannot be made by this JVM.
     *
     * @return one line that names the system and what is needed
     */
    static String unsupportedReason() {
        return "not supported on " + OS_NAME + " " + OS_ARCH + "; needs Linux on x86-64 or AArch64";
    }
}
