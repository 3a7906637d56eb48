package io.stowage.server.session;

import io.stowage.codecs.Role;

/**
 * What a client asked for in its connect request.
 *
 * @param aeronSessionId   of the image that it came on.
 * @param correlationId    to be returned.
 * @param role             that it claims.
 * @param sender           id of the extent manager or chunk, 0 for the others.
 * @param incarnation      of the sender.
 * @param channel          to be answered on.
 * @param responseStreamId to be answered on.
 */
record ConnectAttempt(
        int aeronSessionId,
        long correlationId,
        Role role,
        int sender,
        long incarnation,
        ResponseChannel channel,
        int responseStreamId) {}
