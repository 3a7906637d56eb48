package io.stowage.client;

import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import java.time.Instant;

/** Says a result in one clear line: what is wrong, with its figures, and what to do. Used by every tool. */
public final class ResultText {
    private ResultText() {}

    /**
     * The line for a result.
     *
     * @param result   of the reply.
     * @param reason   of the reply.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     * @return one line without the result code itself, without a full stop.
     */
    public static String of(final ResultCode result, final Reason reason, final long expected, final long found) {
        return reason == Reason.NONE || reason == Reason.NULL_VAL || reason == Reason.SBE_UNKNOWN
                ? ofResult(result)
                : ofReason(reason, expected, found);
    }

    /**
     * The line for a call that sent nothing.
     *
     * @param code negative, of {@link OfferCode}.
     * @return one line.
     */
    public static String ofCode(final long code) {
        return OfferCode.text(code);
    }

    private static String ofResult(final ResultCode result) {
        return switch (result) {
            case OK -> "done";
            case PARTIAL -> "only part of what was asked was granted; add space or ask for the rest later";
            case NO_SPACE -> "too few chunks have the space; ask for less or add space";
            case NO_DOMAIN -> "too few separate nodes or domains; add some, ask for fewer replicas or relax the spread";
            case NO_SLOT -> "no free command slot; wait for the event that one is free";
            case NO_SOURCE -> "no healthy segment to read from can be reached; bring one of its chunks back";
            case STALE_VERSION -> "the space version is below the last report; use the current one";
            case FENCED -> "a newer incarnation is known; this one must stop, or start with a higher incarnation";
            case WRONG_CLUSTER -> "the command names another cluster and nothing was changed; check the cluster UUID";
            case NOT_READY -> "not every extent manager has reported yet; report, and try again";
            case NOT_LEADER -> "another member leads; the client follows by itself, try again";
            case NOT_AUTHORISED -> "the role may not send this; use a session of a role that may";
            case MALFORMED -> "the command is not well formed; correct it, do not send it again";
            case UNKNOWN_CHUNK -> "no such chunk; list the chunks, or register it first";
            case UNKNOWN_NODE -> "no such node; list the nodes, or register it first";
            case UNKNOWN_EM -> "no such extent manager; connect it first";
            case CONFLICT -> "the state does not allow it; look at the state and try again";
            case LICENCE_EXCEEDED -> "the licence does not cover it; extend the licence";
            case LEDGER_MISMATCH -> "the report does not fit what is known; send a full report";
            case CAPABILITY_MISSING -> "the software lacks an enabled capability; upgrade it";
            case BUSY -> "it cannot be taken now; try again later";
            case SBE_UNKNOWN -> "the server answered with a result that this build does not know; upgrade the client";
            case NULL_VAL -> "no answer came in time, so the outcome is unknown; look at the state, then try again";
        };
    }

    private static String ofReason(final Reason reason, final long expected, final long found) {
        return switch (reason) {
            case TRUNCATED ->
                "the message is shorter than its lengths say: " + expected + " bytes expected, " + found
                        + " found; correct the sender";
            case UNKNOWN_TEMPLATE -> "no such command: template " + found + "; upgrade the server";
            case WRONG_SCHEMA ->
                "the message is of schema " + found + ", not " + expected + "; check what is sent to this channel";
            case BAD_ENUM -> "an enumerated field has no value " + found + "; correct the sender";
            case TOO_MANY_ITEMS -> found + " entries are more than the limit of " + expected + "; split the command";
            case EMPTY -> "nothing was asked for; add an item";
            case BAD_SIZE ->
                "the size or count " + found + " is out of range; it must be above 0 and at most " + expected;
            case BAD_RESILIENCY ->
                found > expected
                        ? "an extent of " + found + " segments, existing ones among them, is above the limit of "
                                + expected + "; ask for fewer"
                        : "the resiliency is not valid; tell either replicas or an erasure code of data and parity shards,"
                                + " of at most " + expected + " segments in all";
            case BAD_NAME -> "a name is missing or not valid; tell one of at most 64 bytes";
            case BAD_ADDRESS -> "an address or port is missing or not valid; tell an IP address and a port above 0";
            case INCARNATION_TOO_OLD ->
                "incarnation " + found + " is older than the known " + expected
                        + "; stop it, or start it with a higher one";
            case VERSION_BELOW_REPORT ->
                "space version " + found + " is below the last report's " + expected + "; use the current version";
            case VERSIONS_IN_FLIGHT -> "more than " + expected + " space versions are open; report the space first";
            case NOT_RESERVED ->
                "only " + expected + " bytes are reserved and " + found
                        + " would be given back; give back what was reserved";
            case ROW_COUNT_MISMATCH ->
                expected + " rows arrived and " + found + " were announced; send the report again";
            case CHECKSUM_MISMATCH ->
                "the checksum of the rows is " + Long.toHexString(expected) + ", not " + Long.toHexString(found)
                        + "; send the report again";
            case NO_REPORT_OPEN -> "no report of that version is open in this session; begin it again";
            case DUPLICATE_ROW -> "chunk " + found + " is named twice where once is meant; put both into one entry";
            case NEGATIVE_RESULT ->
                "a change of " + found + " would make " + expected + " negative; send a full report";
            case UNKNOWN_CHUNK_IN_ROW ->
                "chunk " + found + " is named and not known; list the chunks, and leave it out";
            case FENCE_FROM_THE_FUTURE ->
                "the fence " + found + " is beyond the newest position " + expected + "; start again without a fence";
            case NODE_HAS_CHUNKS -> "the node still has " + found + " chunks; remove them first";
            case ALREADY_REMOVING -> "the chunk is being removed already; wait, or cancel the removal";
            case NOT_REMOVING -> "the chunk is not being removed; start its removal first";
            case SEGMENTS_LEFT -> found + " segments are still there; wait until they are moved away";
            case RESERVATIONS_LEFT ->
                found + " bytes are still reserved there; wait until the extent managers have reported";
            case LIMIT_REACHED ->
                "the server's limit of " + expected + " is reached; remove something, or start it with a higher limit";
            case UNKNOWN_POOL -> "no such storage pool; create it first";
            case POOL_NOT_EMPTY -> "the pool still has " + found + " chunks; move or remove them first";
            case POOL_DIFFERS -> "the chunk is registered in another pool; move it, or name that pool";
            case NODE_DIFFERS -> "a node of that address has another name or place; move it instead";
            case DISK_FULL ->
                "the journal needs " + expected + " bytes and " + found + " are free; make room on its disk";
            case UNKNOWN_KEY -> "no configuration key has number " + found + "; list the configuration";
            case BAD_VALUE -> "the value " + found + " is outside its range; the nearest one allowed is " + expected;
            case LICENCE_NODES -> "the licence covers " + expected + " nodes; extend it";
            case LICENCE_CHUNKS -> "the licence covers " + expected + " chunks; extend it";
            case LICENCE_CAPACITY ->
                "the licence covers " + expected + " bytes and it would be " + found + "; extend it";
            case LICENCE_EXPIRED -> "the licence expired at " + Instant.ofEpochMilli(found) + "; renew it";
            case MISSING_CAPABILITIES ->
                "the software lacks the enabled capabilities 0x" + Long.toHexString(found) + "; upgrade it";
            case CLUSTER_NOT_STARTED -> "the log has no cluster yet; start the server once, or run stowage init";
            case SENDER_MISMATCH ->
                "the session of sender " + expected + " may not speak for " + found + "; connect as that one";
            case OVERFLOW -> "a sum would not fit its counter with " + found + "; use a smaller value";
            case UNKNOWN_ROLE -> "no such role; connect as one of the schema's";
            case CREDENTIALS_WRONG -> "the proof does not match the secret of the role; check the secrets file";
            case CREDENTIALS_NEEDED ->
                "without secrets only aeron:ipc and loopback are accepted; run stowage init and share the secrets file";
            case PROTOCOL_VERSION ->
                "the protocol version " + version(found) + " does not fit the server's " + version(expected)
                        + "; use builds of the same major version";
            case TOO_MANY_SESSIONS ->
                "the server's limit of " + expected
                        + " sessions is reached; close some, or start it with a higher limit";
            case ALREADY_STARTED -> "the cluster was started before and keeps its UUID; use another directory";
            case CHUNK_REMOVED -> "the chunk was removed; register it again";
            case NOT_DISCONNECTED ->
                "only a chunk that is silent can be declared lost; stop it, or wait until it is silent";
            case SESSION_SUPERSEDED ->
                "a newer session speaks for this sender (session " + expected + ", this one was " + found
                        + "); make sure that no second process uses its id";
            case REPORTS_MISSING ->
                found + " of " + expected + " extent managers still owe a report since the state was started afresh;"
                        + " start them, or remove those that are gone with stowage em remove";
            case NOT_EMPTY ->
                "only an empty state can be started afresh; there are " + found + " chunks and extent managers";
            case PREFERS_EXCLUDED ->
                "chunk " + found
                        + " is preferred, and excluded or replaced by the same item; take it out of one of the two";
            case REBUILD_HEADROOM ->
                expected + " bytes are left for new data and " + found
                        + " were asked for: the rest is kept for a rebuild;" + " add space, or lower REBUILD_HEADROOM";
            case UNKNOWN_ZONE -> "no such zone; list the topology";
            case NOT_LEADING -> "member " + found + " does not lead, member " + expected + " does; name that one";
            case NO_SUCCESSOR ->
                "only " + found + " of the other members are heard of, and electing another leader takes " + expected
                        + "; start the others first";
            case UNKNOWN_MEMBER -> "the cluster has no member " + found + "; ask it with stowage cluster members";
            case MEMBER_COUNT ->
                "the list names " + found + " members and the cluster has " + expected + "; name each of them once";
            case DUPLICATE_MEMBER -> "member " + found + " is named twice; name each member once";
            case LIST_TOO_OLD ->
                "the list of generation " + expected + " is in force, and this one of generation " + found
                        + " is older, or another one; look at that one, then tell a list of a higher generation";
            case TOO_MANY_MOVES ->
                "the list moves " + found + " members, and at most " + expected
                        + " may move at a time, so that the others go on; move one, wait until it runs there, then the next";
            case NAME_NOT_MOVABLE ->
                "member " + found
                        + " is configured by an address, or by a name that another member has too, which cannot"
                        + " lead elsewhere; give each member a name of its own in cluster.members";
            case BAD_HOST ->
                "the host of member " + found
                        + " is neither a name nor an address; tell one without a port, which stays";
            case NO_MEMBERS -> "the server stands alone and has no members; ask a cluster";
            case NOT_AVAILABLE -> "this version does not offer the command yet; see the list of known limits";
            // A reason may be new; a test says which one lacks its line.
            default -> "the server gives reason " + reason + ", which this build cannot explain; upgrade the client";
        };
    }

    private static String version(final long code) {
        return (code >>> 16) + "." + (code >>> 8 & 0xFF) + "." + (code & 0xFF);
    }
}
