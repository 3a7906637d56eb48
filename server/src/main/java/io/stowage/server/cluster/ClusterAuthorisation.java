package io.stowage.server.cluster;

import io.aeron.security.AuthorisationService;
import io.stowage.codecs.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask Aeron Cluster itself for something: a snapshot, or what a backup needs. Only an operator may; what sessions may
 * send through the log is judged elsewhere.
 */
final class ClusterAuthorisation implements AuthorisationService {
    @Override
    public boolean isAuthorised(
            final int protocolId, final int actionId, final @Nullable Object type, final byte[] encodedPrincipal) {
        final Principal principal = Principal.decode(encodedPrincipal);
        return principal != null && principal.role() == Role.OPERATOR;
    }
}
