package io.stowage.client.blocking;

/**
 * A node.
 *
 * @param node               id.
 * @param name               host name.
 * @param dataIp             data IP.
 * @param zone               zone.
 * @param rack               rack.
 * @param brick              chassis; empty: none.
 * @param chunks             how many are on it.
 * @param maintenance        whether it is in maintenance.
 * @param maintenanceUntilMs end of it, milliseconds of the log's clock; 0: until told.
 */
public record NodeRow(
        int node,
        String name,
        String dataIp,
        String zone,
        String rack,
        String brick,
        int chunks,
        boolean maintenance,
        long maintenanceUntilMs) {}
