package io.stowage.client.space;

/** What a request in flight asks for. */
enum RequestKind {
    /** Locations of new segments. */
    ALLOCATION,

    /** Sources and destinations of repositions. */
    REPOSITION,

    /** To give locations or destinations back, as the application said. */
    FREE,

    /** To give back what the application did not want of a reply; it knows nothing of this request. */
    SILENT_FREE,

    /** To change what the report in force said; the application knows nothing of this message. */
    DELTA
}
