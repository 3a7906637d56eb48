package io.stowage.client.space;

/** What an application does with the locations of a reply. */
public enum ReserveAction {
    /** All locations granted are in the tables: the ledger takes them under the version of the request. */
    ACCEPT,

    /** None is or will be in the tables: they are given back at once, as far as the channel takes it, else by the next report. */
    ABANDON,

    /**
     * The application decides later, location by location, with {@code commit}, {@code abandon} and at last {@code settle}.
     * Until then the version has not ended, so that no report is sent.
     */
    DEFER,

    /** Not now: the same reply comes again with a later poll, and nothing behind it comes before. */
    RETRY
}
