package io.stowage.client.space;

/** What a request in flight asks for. */
enum RequestKind {
    /** Locations. */
    RESERVE,

    /** To give locations back, as the application said. */
    FREE,

    /** To give back what the application did not want of a reply; it knows nothing of this request. */
    SILENT_FREE
}
