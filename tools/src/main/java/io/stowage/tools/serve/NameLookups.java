package io.stowage.tools.serve;

import java.security.Security;

/**
 * How long this machine keeps what a name leads to. A member that moves to another machine keeps its name, and the others look it
 * up again once nobody answers at the old address: they must not be told the old one from a cache.
 */
final class NameLookups {
    /** Seconds for which an address is kept. */
    static final int FOUND_SECONDS = 1;

    /** Seconds for which it is remembered that a name leads nowhere. */
    static final int NOT_FOUND_SECONDS = 1;

    private NameLookups() {}

    /** Has an effect only before the first name is looked up in this process. */
    static void keepShortly() {
        Security.setProperty("networkaddress.cache.ttl", Integer.toString(FOUND_SECONDS));
        Security.setProperty("networkaddress.cache.negative.ttl", Integer.toString(NOT_FOUND_SECONDS));
    }
}
